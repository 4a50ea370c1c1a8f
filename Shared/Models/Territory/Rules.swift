extension Territory {
    /// The deadlines that supervision watches.
    public enum DeadlineKind: String, RuleKind {
        /// From the request's reception to the first contact.
        case firstContact
        /// From the admission to the assessment.
        case assessment
        /// From the assessment to the support plan.
        case plan
        /// From one agreement or review of the plan to the next review.
        case planReview
        /// The longest time without a contact.
        case contact
        /// From a request for approval to the decision.
        case approval
        /// From a transfer's request to the answer.
        case transferAnswer
        /// From an objection to the answer.
        case objectionAnswer

        /// The case that stands first in the table.
        public static let first = Self.firstContact
    }

    /// The kinds of data that are kept for a time of their own, from the end of their purpose on.
    public enum RetentionKind: String, RuleKind {
        /// A submission whose client has yet to be asked.
        case parkedSubmission
        /// A request that did not become a case, from its last decision.
        case request
        /// A case, from its closure.
        case closedCase
        /// The audit of reads and writes, from the entry.
        case audit

        /// The case that stands first in the table.
        public static let first = Self.parkedSubmission
    }

    /// What a second person has to approve (Vier-Augen-Freigabe).
    public enum ApprovalKind: String, RuleKind {
        case plan, closure, transfer

        /// The case that stands first in the table.
        public static let first = Self.plan
    }

    /// The periods for which figures are released.
    public enum ReleasePeriod: String, RuleKind {
        case month, quarter, year

        /// The case that stands first in the table.
        public static let first = Self.month
    }

    /// A band of the load, by the share of the caseload ratio that a post carries.
    public struct CaseloadBand: Hashable, Sendable {
        /// Its code.
        public let code: String
        /// The highest share within, in percent; `nil` for the topmost.
        public let upTo: Int?
    }

    /// What the Kreis decides on as numbers, each over time and with its reason.
    public struct Rules: Hashable, Sendable {
        /// The deadlines.
        public let deadlines: RuleTable<DeadlineKind, TimeLimit>
        /// How long data are kept.
        public let retention: RuleTable<RetentionKind, TimeLimit>
        /// Whether an approval is asked for.
        public let approvals: RuleTable<ApprovalKind, Bool>
        /// How long after the end of a period its figures are released.
        public let releases: RuleTable<ReleasePeriod, TimeLimit>
        /// Open cases that a full-time post should carry.
        public let caseloadRatio: RuleHistory<Int>
        /// The bands of the load, the lowest first.
        public let caseloadBands: RuleHistory<[CaseloadBand]>
        /// The base to which published counts are rounded.
        public let roundingBase: RuleHistory<Int>
        /// The fewest cases on which a median or a share is published.
        public let minimumBase: RuleHistory<Int>
        /// How many days before its end livelihood or residence makes a request urgent.
        public let urgentDays: RuleHistory<Int>
    }
}

extension Territory.Rules {
    static let keys = ["deadlines", "retention", "approvals", "releases", "caseload", "thresholds"]

    init(_ root: YAMLMapping) throws(ConfigurationFileError) {
        func limits<Kind: Territory.RuleKind>(
            _ key: String, _ kind: Kind.Type
        ) throws(ConfigurationFileError) -> Territory.RuleTable<Kind, Territory.TimeLimit> {
            try Territory.RuleTable(root.required(key), keys: Territory.TimeLimit.keys) {
                (fields) throws(ConfigurationFileError) in try Territory.TimeLimit(fields)
            }
        }
        func count(_ value: YAMLValue) throws(ConfigurationFileError) -> Territory.RuleHistory<Int> {
            try Territory.RuleHistory(value) { (fields) throws(ConfigurationFileError) in
                try fields.required("value").integer(in: 1...1000)
            }
        }
        deadlines = try limits("deadlines", Territory.DeadlineKind.self)
        retention = try limits("retention", Territory.RetentionKind.self)
        releases = try limits("releases", Territory.ReleasePeriod.self)
        approvals = try Territory.RuleTable(root.required("approvals")) {
            (fields) throws(ConfigurationFileError) in try fields.required("value").flag()
        }
        let caseload = try root.required("caseload").mapping(["ratio", "bands"])
        caseloadRatio = try count(caseload.required("ratio"))
        caseloadBands = try Territory.RuleHistory(caseload.required("bands")) {
            (fields) throws(ConfigurationFileError) in
            try Territory.CaseloadBand.list(fields.required("value"))
        }
        let thresholds = try root.required("thresholds").mapping(["roundingBase", "minimumBase", "urgentDays"])
        roundingBase = try count(thresholds.required("roundingBase"))
        minimumBase = try count(thresholds.required("minimumBase"))
        urgentDays = try count(thresholds.required("urgentDays"))
    }
}

extension Territory.CaseloadBand {
    static func list(_ value: YAMLValue) throws(ConfigurationFileError) -> [Territory.CaseloadBand] {
        var highest = 0
        let bands = try value.items(distinctBy: "code") { (item) throws(ConfigurationFileError) in
            let fields = try item.mapping(["code", "upTo"])
            let code = try fields.required("code").identifier()
            let limit = try fields.optional("upTo")?.integer(in: 1...1000)
            guard limit ?? 1001 > highest else {
                throw item.refused("the bands do not rise", accepted: "more than \(highest), only the last open")
            }
            highest = limit ?? 1001
            return Territory.CaseloadBand(code: code, upTo: limit)
        }
        guard highest == 1001 else {
            throw value.refused("the bands have an end", accepted: "a last band without upTo")
        }
        return bands
    }
}
