extension Submission {
    /// The contract of the body, without what fields say together (``SubmissionRules``).
    public static let shape = Shape.object([
        .optional("clientReference", .reference, note: "The publisher's opaque reference of the person."),
        .required("client", client),
        .optional("household", household),
        .required("municipality", .ags, note: "Amtlicher Gemeindeschlüssel, 8 digits."),
        .optional("legalSpheres", legalSpheres),
        .optional("needs", needs),
        .required("accessRoute", .code(list: "access-routes")),
        .optional("otherSupport", .array(of: .code(list: "other-support"), count: 0...9, unique: true)),
        .optional("urgency", urgency),
        .required(
            "transmission", transmission, absence: .transmissionMissing,
            note: "The publisher's own right to send this person's data."
        ),
        .required(
            "participation", .code(list: "participation"),
            note: "With declined the event is rejected and its personal data are dropped."
        ),
        .optional("consents", .array(of: consent, count: 0...20)),
        .optional("evidenceReference", .reference),
        .optional("note", .text(500), note: "Only where the publisher's entry allows it."),
    ])

    private static let client = Shape.object([
        .required("name", name),
        .optional("birth", birth),
        .required("gender", .code(list: "genders")),
        .optional("nationalities", .array(of: .code(list: "nationalities"), count: 0...4, unique: true)),
        .optional("languages", .array(of: language, count: 0...10)),
        .optional("interpreterNeeded", .boolean),
        .optional("contact", contact),
        .optional("representation", representation, note: "Required under the age of 18."),
    ])

    private static let name = Shape.object(
        [
            .optional("family", .latinName(200), note: "Latin letters after DIN 91379 (data type A), NFC."),
            .optional("given", .latinName(200), note: "Latin letters after DIN 91379 (data type A), NFC."),
            .optional("full", .latinName(400), note: "A mononym, or a name without such parts."),
            .optional("originalScript", .line(400), note: "In any script, as it is."),
        ],
        anyOf: ["family", "given", "full"]
    )

    private static let birth = Shape.object([
        .required("date", .partialDate, note: "The 1st of January without document counts as the year only."),
        .required("basis", .code(list: "birth-bases")),
    ])

    private static let language = Shape.object([
        .required("tag", .languageTag, note: "BCP 47."),
        .required("use", .code(list: "language-uses")),
    ])

    private static let contact = Shape.object([
        .optional("phones", .array(of: phone, count: 0...5)),
        .optional("emails", .array(of: .email, count: 0...5)),
        .optional("address", address, note: "Refused together with addressBlocked."),
        .optional("addressBlocked", .boolean),
        .optional("preferred", .code(list: "contact-channels")),
    ])

    private static let phone = Shape.object([
        .required("number", .phone, note: "E.164; German ways of writing a number are put into it."),
        .required("safe", .code(list: "phone-safety")),
    ])

    private static let address = Shape.object([
        .required("street", .line(200)),
        .required("postalCode", .string(TextRule(minimum: 5, maximum: 5, form: .postalCode))),
        .required("city", .line(100)),
    ])

    private static let representation = Shape.object([
        .required("kind", .code(list: "representation-kinds")),
        .optional("organisation", .line(200)),
        .optional("contact", contact),
    ])

    private static let household = Shape.object([
        .optional("reference", .reference),
        .optional("members", .array(of: member, count: 0...30)),
    ])

    private static let member = Shape.object([
        .required("memberReference", .reference),
        .required("relation", .code(list: "relations")),
        .optional("birthYear", .integer(SubmissionParts.birthYears)),
        .optional("legalSpheres", legalSpheres),
        .optional("needs", needs),
    ])

    private static let needs = Shape.array(of: .code(list: "life-areas"), count: 0...50, unique: true)

    private static let legalSpheres = Shape.array(
        of: .choice(
            Shape.Choice(
                by: "axis", list: "axes",
                LegalSphereAxis.allCases.map { axis in
                    Shape.Choice.Variant(
                        axis.rawValue,
                        [
                            .required("code", .code(list: axis.rawValue)),
                            .required("firstDay", .date),
                            .optional("lastDay", .date, note: "Inclusive."),
                        ])
                })),
        count: 0...50
    )

    private static let urgency = Shape.choice(
        Shape.Choice(
            by: "level", list: "urgency-levels",
            [
                .init(
                    "routine",
                    [
                        .optional("reason", .code(list: "urgency-reasons")),
                        .optional("by", .date),
                    ]),
                .init(
                    "urgent",
                    [
                        .required("reason", .code(list: "urgency-reasons")),
                        .optional("by", .date),
                    ]),
            ]))

    static let transmission = Shape.choice(
        Shape.Choice(
            by: "basis", list: "transmission-bases",
            [
                .init("self-referral", declaration + [.optional("provision", .line(200))]),
                .init("consent", declaration + [.optional("provision", .line(200))]),
                .init(
                    "statute",
                    [
                        .required("provision", .line(200), note: "The provision that allows the transmission."),
                        .optional("givenBy", .code(list: "given-by")),
                        .optional("givenOn", .date),
                        .optional("form", .code(list: "forms")),
                    ] + circumstances),
            ]))

    private static let declaration: [Shape.Field] =
        [
            .required("givenBy", .code(list: "given-by")),
            .required("givenOn", .date),
            .required("form", .code(list: "forms")),
        ] + circumstances

    private static let circumstances: [Shape.Field] = [
        .optional("formVersion", .line(64)),
        .optional("language", .languageTag),
        .optional("interpreterUsed", .boolean),
        .optional("confidentialityRelease", .code(list: "confidentiality-releases")),
    ]

    private static let consent = Shape.object([
        .required("purpose", .code(list: "consent-purposes")),
        .required("givenBy", .code(list: "given-by")),
        .required("givenOn", .date),
        .optional("validUntil", .date),
        .required("formVersion", .line(64)),
        .required("language", .languageTag),
    ])
}
