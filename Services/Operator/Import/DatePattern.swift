import Models

/// How a list writes dates: `dd`, `MM` and `yyyy` with anything between them. Leading zeros of day and month may be
/// missing in the list; a year has four digits, since two leave the century open.
struct DatePattern: Equatable {
    static let accepted = "a date format of yyyy, MM and dd, as dd.MM.yyyy, MM.yyyy or yyyy; or a list of them"

    private enum Part: Equatable {
        case day
        case month
        case year
        case literal(Character)
    }

    private let parts: [Part]

    /// Reads a pattern; `nil` where it does not name a year, a month with its year, or a day with both.
    init?(_ pattern: String) {
        var parts: [Part] = []
        var rest = Substring(pattern)
        while let first = rest.first {
            switch first {
            case "d" where rest.hasPrefix("dd"): parts.append(.day)
            case "M" where rest.hasPrefix("MM"): parts.append(.month)
            case "y" where rest.hasPrefix("yyyy"): parts.append(.year)
            case _ where first.isLetter || first.isNumber: return nil
            default: parts.append(.literal(first))
            }
            rest = rest.dropFirst(["d": 2, "M": 2, "y": 4][first] ?? 1)
        }
        func count(_ part: Part) -> Int { parts.count { $0 == part } }
        guard count(.year) == 1, count(.month) <= 1, count(.day) <= count(.month) else { return nil }
        self.parts = parts
    }

    /// The date that a text of this pattern means; `nil` for any other, and for days that the calendar does not have.
    func date(_ text: String) -> PartialDate? {
        var rest = Substring(text)
        var digits: (year: Substring, month: Substring?, day: Substring?) = ("", nil, nil)
        func take(atMost count: Int) -> Substring {
            let taken = rest.prefix(count).prefix { ("0"..."9").contains($0) }
            rest = rest.dropFirst(taken.count)
            return taken
        }
        for part in parts {
            switch part {
            case .day: digits.day = take(atMost: 2)
            case .month: digits.month = take(atMost: 2)
            case .year: digits.year = take(atMost: 4)
            case .literal(let character):
                guard rest.first == character else { return nil }
                rest = rest.dropFirst()
            }
        }
        guard rest.isEmpty else { return nil }
        // Texts of other lengths are no date.
        let numbers = [digits.year, digits.month, digits.day].compactMap { $0 }
        return PartialDate(numbers.map { $0.count == 1 ? "0\($0)" : String($0) }.joined(separator: "-"))
    }
}
