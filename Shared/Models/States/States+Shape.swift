extension RequestState {
    /// The shape of the body.
    public static let shape = Shape.state(
        id: "requestId",
        [
            .required("receivedOn", .date), .optional("municipality", .ags),
            .optional("accessRoute", .code(list: "access-routes")), .optional("ageGroup", .code(list: "age-groups")),
            .optional("gender", .code(list: "genders")),
            .optional(
                "urgency",
                .object([.required("level", .code(list: "urgency-levels")), .optional("by", .date)])
            ),
            .optional(
                "states",
                .list(
                    of: .entry([
                        .required("state", .oneOf(Status.self)),
                        .optional("reasons", .list(of: .code(list: "clearing-reasons"))),
                        .optional("targetKind", .reference), .required("on", .date),
                    ])
                )
            ),
            .optional("caseId", .reference),
        ]
    )
}

extension PostState {
    /// The shape of the body.
    public static let shape = Shape.state(
        id: "postId",
        [
            .required("baustein", .integer(1...3)), .required("employer", .reference),
            .optional("municipalities", .list(of: .ags)), .optional("languages", .list(of: .languageTag)),
            .optional("fundedFte", .list(of: .span([.required("value", .number(0...1000))]))),
            .optional("occupied", .list(of: .span([.required("fte", .number(0...1000))]))),
            .optional("leave", .list(of: .span([]))), .required("scope", .reference),
        ]
    )
}

extension ThemeState {
    /// The shape of the body.
    public static let shape = Shape.state(
        id: "themeId",
        [
            .required("area", .code(list: "life-areas")), .required("barrier", .reference),
            .optional("goalRef", .reference),
            .optional(
                "states",
                .list(
                    of: .entry([
                        .required("state", .reference), .required("on", .date), .required("body", .reference),
                    ])
                )
            ),
            .required("cases", .count), .required("municipalities", .count),
        ]
    )
}

extension ConferenceState {
    /// The shape of the body.
    public static let shape = Shape.state(
        id: "conferenceId",
        [
            .required("kind", .reference), .required("municipality", .ags), .required("on", .date),
            .required("state", .reference), .required("recordedAt", .instant),
        ]
    )
}
