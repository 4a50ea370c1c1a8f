/// What was erased, so that every service and every restored backup erases it too (contracts 5).
public struct Erasure: EventBody, Equatable {
    /// `de.kim.privacy.erasure.v1`.
    public static let eventType = "de.kim.privacy.erasure.v1"

    /// What kind of thing was erased.
    public var aggregate: Aggregate
    /// Its id, the key of the record.
    public var id: String
    /// The request that belongs to it.
    public var requestId: String?
    /// The case that belongs to it.
    public var caseId: String?
    /// The day of the erasure.
    public var on: LocalDate
    /// The deletion rule that asked for it.
    public var ruleId: String

    /// An erasure with these fields.
    public init(
        aggregate: Aggregate, id: String, requestId: String? = nil, caseId: String? = nil, on: LocalDate, ruleId: String
    ) {
        self.aggregate = aggregate
        self.id = id
        self.requestId = requestId
        self.caseId = caseId
        self.on = on
        self.ruleId = ruleId
    }
}

extension Erasure {
    /// What can be erased.
    public enum Aggregate: String, Codable, Sendable, CaseIterable {
        /// A request.
        case request
        /// A case.
        case `case`
    }
}
