extension CaseState {
    /// The responsibility on a day; `nil` before the first and after the last one.
    public func responsibility(on day: LocalDate) -> Responsibility? {
        responsibilities.inForce.last { day.lies(from: $0.from, to: $0.to) }
    }

    /// Whether the case is open at the end of a day, which is how a stock counts.
    public func isOpen(on day: LocalDate) -> Bool {
        guard openedOn <= day else { return false }
        return !closures.inForce.contains { closure in
            guard closure.closedOn <= day else { return false }
            guard let reopenedOn = closure.reopenedOn else { return true }
            return reopenedOn > day
        }
    }

    /// The phase at the end of a day; `nil` before the first one.
    public func phase(on day: LocalDate) -> Phase? {
        phases.inForce.last { $0.from <= day }?.phase
    }

    /// The phase that the case is in: the last one that holds.
    public var currentPhase: Phase? { phases.inForce.last?.phase }

    /// The days on which the case was opened again, in their order.
    public var reopenings: [LocalDate] { closures.inForce.compactMap(\.reopenedOn) }
}
