import Foundation
import Models

/// What a page is worded with: texts, names of codes, days, in the language of who reads it.
public struct PageWords: Sendable {
    /// The language.
    public let language: PageLanguage
    let texts: [String: String]
    let codes: CodeNames

    /// The text of a key; the key itself where there is none.
    public subscript(key: String) -> String { texts[key] ?? key }

    /// The text of a key, with `{name}` replaced by a detail.
    public func text(_ key: String, _ details: [String: String]) -> String {
        details.reduce(self[key]) { $0.replacing("{\($1.key)}", with: $1.value) }
    }

    /// The name of a code of a codelist.
    public func code(_ list: String, _ code: String) -> PageTerm { codes.term(list, code, in: language) }

    /// The sentence of a reason code, with its details where they are known.
    public func reason(_ code: ReasonCode, _ details: [String: String] = [:]) -> String {
        language == .german ? code.german(details) : code.english(details)
    }

    /// The name of a language (BCP 47).
    public func languageName(_ tag: String) -> String {
        Locale(identifier: language.rawValue).localizedString(forIdentifier: tag) ?? tag
    }

    // MARK: - Time

    /// `24.11.2026`, `24 Nov 2026`.
    public func day(_ day: LocalDate) -> String {
        switch language {
        case .german: "\(PageWords.padded(day.day)).\(PageWords.padded(day.month)).\(day.year)"
        case .english: "\(day.day) \(PageWords.months[day.month - 1]) \(day.year)"
        }
    }

    /// A day as far as it is known.
    public func day(_ date: PartialDate) -> String {
        if let day = date.date { return self.day(day) }
        guard let month = date.month else { return String(date.year) }
        return language == .german
            ? "\(PageWords.padded(month)).\(date.year)" : "\(PageWords.months[month - 1]) \(date.year)"
    }

    /// A day and a time of day in the Kreis: `24.11.2026, 9:05 Uhr`, `24 Nov 2026, 9:05`.
    public func instant(_ instant: Date) -> String {
        let seconds = Int(instant.timeIntervalSince1970.rounded(.down)) + CentralEuropeanTime.offset(at: instant)
        let minute = seconds / 60
        let time = "\(minute / 60 % 24):\(PageWords.padded(minute % 60))"
        return day(LocalDate(of: instant)) + ", " + (language == .german ? "\(time) Uhr" : time)
    }

    /// How far a day is from another: `heute`, `in 3 Tagen`, `vor 2 Tagen`.
    public func distance(to day: LocalDate, from today: LocalDate) -> String {
        let days = day.days(since: today)
        return switch days {
        case 0: self["dayToday"]
        case 1: self["dayTomorrow"]
        case -1: self["dayYesterday"]
        case 2...: text("daysAhead", ["days": String(days)])
        default: text("daysPast", ["days": String(-days)])
        }
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
