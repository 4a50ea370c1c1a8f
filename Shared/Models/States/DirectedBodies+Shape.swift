extension SealedContent {
    /// The shape of sealed content.
    static let shape = Shape.object([
        .optional("keyId", .reference),
        .required("wrappedKey", .text(4096), note: "Base64."),
        .required("recipientKeyId", .reference),
        .required("formatVersion", .integer(1...255)),
        .required("ciphertext", .text(1 << 20), note: "Base64."),
    ])
}

extension Admission {
    /// The shape of the body.
    public static let shape = Shape.object([
        .required("requestId", .reference), .required("caseId", .reference), .required("receivedOn", .date),
        .required("municipality", .ags), .required("provider", .reference), .required("post", .reference),
        .optional("household", Household.shape),
        .required("sealed", SealedContent.shape, note: "Person and request, readable for CaseHandling only."),
    ])
}

extension CorrectionHandover {
    /// The shape of the body.
    public static let shape = Shape.handover([
        .required("sealed", SealedContent.shape, note: "The correction, readable for CaseHandling only.")
    ])
}

extension WithdrawalHandover {
    /// The shape of the body.
    public static let shape = Shape.handover([.required("reason", .code(list: "withdrawal-reasons"))])
}

extension LegalSphereChangeHandover {
    /// The shape of the body.
    public static let shape = Shape.handover([
        .required("sealed", SealedContent.shape, note: "The change, readable for CaseHandling only.")
    ])
}

extension Decision {
    /// The shape of the body.
    public static let shape = Shape.object([
        .required("decisionId", .reference), .required("kind", .oneOf(Kind.self)),
        .required("refers", .reference, note: "The case."),
        .optional("decidedOn", .date, note: "Where a person decided."),
        .optional("at", .instant, note: "The instant that is meant, where a timer noticed something."),
        .optional("by", .reference, note: "An HMAC of the principal."),
        .optional("codes", .codes),
        .optional("sealedText", SealedContent.shape, note: "Words, readable for CaseHandling only."),
    ])
}

extension Erasure {
    /// The shape of the body.
    public static let shape = Shape.object([
        .required("aggregate", .oneOf(Aggregate.self)), .required("id", .reference),
        .optional("requestId", .reference), .optional("caseId", .reference), .required("on", .date),
        .required("ruleId", .reference),
    ])
}
