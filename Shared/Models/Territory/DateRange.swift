/// Calendar days from one to another, both inclusive; without an end still running.
public struct DateRange: Hashable, Sendable {
    /// The first day.
    public let from: LocalDate
    /// The last day; `nil` while it is open.
    public let to: LocalDate?

    /// Whether a day lies within.
    public func contains(_ day: LocalDate) -> Bool {
        day >= from && to.map { day <= $0 } ?? true
    }

    func overlaps(_ other: DateRange) -> Bool {
        other.to.map { from <= $0 } ?? true && to.map { other.from <= $0 } ?? true
    }
}

extension DateRange {
    static let keys = ["from", "to"]

    init(_ fields: YAMLMapping) throws(ConfigurationFileError) {
        from = try fields.required("from").date()
        guard let last = fields.optional("to") else {
            to = nil
            return
        }
        let day = try last.date()
        guard day >= from else {
            throw last.refused("the range ends before it begins", accepted: "a day from \(from) on")
        }
        to = day
    }

    /// Reads a list of ranges with a value each and refuses two that share a day.
    static func list<Item>(
        _ value: YAMLValue, keys: [String],
        range: (Item) -> DateRange,
        read: (YAMLMapping) throws(ConfigurationFileError) -> Item
    ) throws(ConfigurationFileError) -> [Item] {
        var items: [Item] = []
        for entry in try value.list() {
            let item = try read(entry.mapping(DateRange.keys + keys))
            if let earlier = items.first(where: { range($0).overlaps(range(item)) }) {
                let last = range(earlier).to.map { " to \($0)" } ?? ""
                throw entry.refused(
                    "the range overlaps the one from \(range(earlier).from)\(last)",
                    accepted: "ranges without a common day"
                )
            }
            items.append(item)
        }
        return items
    }
}
