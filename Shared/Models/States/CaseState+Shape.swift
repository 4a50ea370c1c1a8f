extension CaseState {
    /// The shape of the body.
    public static let shape = Shape.state(
        id: "caseId",
        [.required("receivedOn", .date), .required("openedOn", .date)] + assignment + course + person + support
            + legalSpheres + oversight
    )

    private static let area = Shape.code(list: "life-areas")

    private static let assignment: [Shape.Field] = [
        .optional(
            "responsibilities",
            .list(
                of: .span([
                    .required("municipality", .ags), .required("provider", .reference), .required("post", .reference),
                ])
            ),
            note: "Exactly one at a time."
        ),
        .optional("deputies", .list(of: .span([.required("post", .reference)]))),
        .optional(
            "transfers",
            .list(
                of: .entry([
                    .required("direction", .oneOf(TransferDirection.self)), .required("requestedOn", .date),
                    .required("answerDueOn", .date), .required("state", .reference), .optional("endedOn", .date),
                ])
            )
        ),
    ]

    private static let course: [Shape.Field] = [
        .optional(
            "phases", .list(of: .entry([.required("phase", .oneOf(Phase.self)), .required("from", .date)]))
        ),
        .optional(
            "closures",
            .list(
                of: .entry([
                    .required("closedOn", .date), .required("reason", .code(list: "closure")),
                    .optional("reopenedOn", .date),
                ])
            )
        ),
        .optional("pauses", .list(of: .span([.required("reason", .reference)]))),
        .optional("assessments", occurrences),
        .optional("reviews", occurrences),
        .optional(
            "contacts",
            .object([.optional("recent", occurrences), .optional("earlier", .table(of: .count))]),
            note: "Days of the last 13 months; before that, counts per month (`2025-03`)."
        ),
        .optional("followUps", .list(of: .entry([.required("dueOn", .date)]))),
    ]

    private static let occurrences = Shape.list(of: .entry([.required("on", .date)]))

    private static let person: [Shape.Field] = [
        .optional("ageGroup", .code(list: "age-groups"), note: "On openedOn; absent: unknown."),
        .optional("gender", .code(list: "genders")),
        .optional("originGroup", .code(list: "origin-groups")),
        .optional("household", Household.shape),
        .optional("informationGivenOn", .date),
        .optional(
            "consents",
            .list(
                of: .entry([
                    .required("purpose", .code(list: "consent-purposes")), .required("on", .date),
                    .optional("validUntil", .date), .optional("withdrawnOn", .date),
                ])
            )
        ),
    ]

    private static let support: [Shape.Field] = [
        .optional(
            "needs",
            .list(
                of: .span([
                    .required("area", area), .optional("state", .reference), .optional("offer", .oneOf(Offer.self)),
                ])
            ),
            note: "An area of a special category carries neither state nor offer."
        ),
        .optional(
            "goals",
            .list(
                of: .entry([
                    .required("area", area), .required("state", .reference), .required("agreedOn", .date),
                    .required("dueOn", .date), .optional("endedOn", .date),
                ])
            )
        ),
        .optional(
            "plans", .list(of: .entry([.required("agreedOn", .date), .required("reviewDueOn", .date)]))
        ),
        .optional(
            "referrals",
            .list(
                of: .entry([
                    .required("offerKind", .reference), .required("area", area), .required("state", .reference),
                    .optional("dates", .table(of: .date), note: "The day on which each state was reached."),
                ])
            )
        ),
    ]

    private static let legalSpheres: [Shape.Field] = [
        .optional(
            "legalSpheres",
            .list(
                of: .entry([
                    .required("axis", .code(list: "axes")),
                    .required("code", .reference, note: "Of the codelist with the axis' name."),
                    .required("firstDay", .date), .optional("lastDay", .date),
                ])
            )
        ),
        .optional(
            "transitions",
            .list(
                of: .entry([
                    .required("axis", .code(list: "axes")), .required("from", .reference), .required("to", .reference),
                    .required("lastDay", .date), .optional("firstDay", .date),
                    .optional("entitlementGapDays", .count, note: "Livelihood only; absent: unknown."),
                    .optional("paymentGapDays", .count, note: "Livelihood only; absent: unknown."),
                    .required("planned", .boolean),
                    .required(
                        "checklist",
                        .object([
                            .required("done", .count), .required("total", .count), .optional("nextDueOn", .date),
                        ])
                    ),
                ])
            ),
            note: "Counts on the day after lastDay."
        ),
    ]

    private static let oversight: [Shape.Field] = [
        .optional(
            "pendingApproval",
            .object([
                .required("id", .reference), .required("kind", .reference), .required("requestedOn", .date),
                .required("requestedBy", .reference, note: "An HMAC of the principal."),
            ])
        ),
        .optional(
            "objections",
            .list(
                of: .entry([
                    .required("id", .reference), .required("state", .reference), .required("on", .date),
                    .optional("answeredOn", .date),
                ])
            )
        ),
        .optional(
            "sampleReviews",
            .list(
                of: .entry([
                    .required("id", .reference), .required("on", .date), .optional("resultCodes", .codes),
                ])
            )
        ),
        .optional(
            "themeFlags",
            .list(
                of: .entry([
                    .required("id", .reference), .required("area", area), .required("barrier", .reference),
                    .required("authorityKind", .reference), .required("on", .date), .optional("endedOn", .date),
                ])
            )
        ),
    ]
}

extension Household {
    /// The shape of a household as keys.
    static let shape = Shape.object([
        .required("key", .reference),
        .optional(
            "members",
            .list(
                of: .object([
                    .required("key", .reference), .optional("ageGroup", .code(list: "age-groups")),
                    .optional("relation", .code(list: "relations"), note: "Absent for the client herself."),
                ])
            )
        ),
    ])
}
