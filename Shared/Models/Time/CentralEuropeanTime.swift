import Foundation

/// The civil time of Kreis Gütersloh (Europe/Berlin), computed from the rule of directive 2000/84/EC instead of a zone
/// database, so that a slim image without one counts the same days.
///
/// Valid for instants since 1996, when the common end of summer time came into force.
public enum CentralEuropeanTime {
    /// Seconds that local time is ahead of UTC at an instant: 3600, in summer 7200.
    public static func offset(at instant: Date) -> Int {
        let seconds = Int(instant.timeIntervalSince1970.rounded(.down))
        let year = LocalDate(dayNumber: floorDivide(seconds, 86_400)).year
        let begin = lastSunday(ofMonth: 3, in: year) * 86_400 + 3600
        let end = lastSunday(ofMonth: 10, in: year) * 86_400 + 3600
        return seconds >= begin && seconds < end ? 7200 : 3600
    }

    /// The day number of the last Sunday in a month of 31 days.
    private static func lastSunday(ofMonth month: Int, in year: Int) -> Int {
        guard let last = LocalDate(year: year, month: month, day: 31) else { return 0 }
        return last.dayNumber - last.weekday % 7
    }

    static func floorDivide(_ value: Int, _ divisor: Int) -> Int {
        value >= 0 ? value / divisor : (value - divisor + 1) / divisor
    }
}

extension LocalDate {
    /// The local day (Europe/Berlin) on which an instant falls.
    public init(of instant: Date) {
        let seconds = Int(instant.timeIntervalSince1970.rounded(.down)) + CentralEuropeanTime.offset(at: instant)
        self.init(dayNumber: CentralEuropeanTime.floorDivide(seconds, 86_400))
    }

    /// The instant at which the day begins locally (Europe/Berlin). Summer time never changes at midnight.
    public var start: Date {
        let midnight = Date(timeIntervalSince1970: Double(dayNumber * 86_400))
        let guess = midnight.addingTimeInterval(-3600)
        return midnight.addingTimeInterval(-Double(CentralEuropeanTime.offset(at: guess)))
    }
}
