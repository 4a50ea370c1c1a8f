extension LocalDate {
    /// Whether this day lies in a time with both ends included; without a last day it goes on.
    public func lies(from firstDay: LocalDate, to lastDay: LocalDate?) -> Bool {
        guard firstDay <= self else { return false }
        guard let lastDay else { return true }
        return self <= lastDay
    }
}
