/// A date of which only the year, or year and month, may be known: `1991`, `1991-04` or `1991-04-12`.
public struct PartialDate: Hashable, Sendable {
    /// The year, 1 to 9999.
    public let year: Int
    /// The month, 1 to 12, where it is known.
    public let month: Int?
    /// The day of the month, where it is known; never without a month.
    public let day: Int?

    /// A date of which only the year is known; `nil` outside 1 to 9999.
    public init?(year: Int) {
        guard (1...9999).contains(year) else { return nil }
        (self.year, month, day) = (year, nil, nil)
    }

    /// A date that is known in full.
    public init(_ date: LocalDate) {
        (year, month, day) = (date.year, date.month, date.day)
    }

    private init(year: Int, month: Int) {
        (self.year, self.month, day) = (year, month, nil)
    }

    /// The day, where it is known in full.
    public var date: LocalDate? {
        guard let month, let day else { return nil }
        return LocalDate(year: year, month: month, day: day)
    }

    /// The earliest day that it may be.
    public var earliest: LocalDate {
        LocalDate(year: year, month: month ?? 1, day: day ?? 1) ?? LocalDate(dayNumber: 0)
    }

    /// The day to count with: the day itself; the 15th of a month; 1 July of a year. A guess in the middle is wrong by
    /// the least and to both sides equally, and the same for every reader.
    public var assumed: LocalDate {
        date ?? LocalDate(year: year, month: month ?? 7, day: month == nil ? 1 : 15) ?? earliest
    }

    /// The year alone.
    public var yearOnly: PartialDate { PartialDate(year: year) ?? self }

    /// Whether it is the 1st of January, which registers write where nothing but the year is known.
    public var isFirstOfJanuary: Bool { month == 1 && day == 1 }
}

extension PartialDate: LosslessStringConvertible, Codable {
    /// As it is known: `yyyy`, `yyyy-MM` or `yyyy-MM-dd`.
    public var description: String {
        String(earliest.description.prefix(day != nil ? 10 : month != nil ? 7 : 4))
    }

    /// Reads `yyyy`, `yyyy-MM` or `yyyy-MM-dd` of days that the calendar has; `nil` for anything else.
    public init?(_ text: String) {
        switch text.utf8.count {
        case 10:
            guard let date = LocalDate(text) else { return nil }
            self.init(date)
        case 7:
            guard let first = LocalDate(text + "-01") else { return nil }
            self.init(year: first.year, month: first.month)
        case 4:
            guard let first = LocalDate(text + "-01-01") else { return nil }
            self.init(year: first.year)
        default: return nil
        }
    }

    /// Reads its text.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let date = PartialDate(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no date"))
        }
        self = date
    }

    /// Writes its text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
