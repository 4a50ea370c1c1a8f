import Foundation
import Models
import Runtime

extension CaseState {
    /// The closure that holds; `nil` while the case is open.
    var closure: ClosureEntry? {
        closures.inForce.last.flatMap { $0.reopenedOn == nil ? $0 : nil }
    }

    /// Records an assessment; the first one ends the phase of assessment.
    ///
    /// - Throws: ``Problem`` 409 for a closed case, 422 for a day on which it cannot have taken place.
    mutating func recordAssessment(on day: LocalDate, today: LocalDate, at now: Date) throws(Problem) {
        guard closure == nil else { throw Problem.caseClosed }
        let errors = faults(of: day, at: "on", today: today)
        guard errors.isEmpty else { throw Problem.refused(errors) }
        assessments.append(Occurrence(on: day, recordedAt: Timestamp(now)))
        if currentPhase == .assessment {
            phases.append(PhaseEntry(phase: .planning, from: day, recordedAt: Timestamp(now)))
        }
    }

    /// Closes the case.
    ///
    /// - Parameter reasons: the codelist of the reasons.
    /// - Throws: ``Problem`` 409 for a closed case, 422 with everything that is wrong.
    mutating func close(
        because reason: String, on day: LocalDate, reasons: Codelist?, today: LocalDate, at now: Date
    ) throws(Problem) {
        guard closure == nil else { throw Problem.caseClosed }
        let errors = faults(of: reason, in: reasons, on: day) + faults(of: day, at: "closedOn", today: today)
        guard errors.isEmpty else { throw Problem.refused(errors) }
        closures.append(ClosureEntry(closedOn: day, reason: reason, recordedAt: Timestamp(now)))
        phases.append(PhaseEntry(phase: .closed, from: day, recordedAt: Timestamp(now)))
    }

    private func faults(of day: LocalDate, at field: String, today: LocalDate) -> [Problem.Item] {
        let pointer = JSONPointer.root.appending(field)
        if day > today { return [Problem.Item(ValidationIssue(.dateInFuture, at: pointer))] }
        guard day < openedOn else { return [] }
        return [
            Problem.Item(
                pointer: pointer.description, code: "before-opening",
                message: "Der Tag liegt vor der Eröffnung des Falls.")
        ]
    }

    private func faults(of reason: String, in reasons: Codelist?, on day: LocalDate) -> [Problem.Item] {
        let standing = reasons?.standing(of: reason, on: day) ?? .unknown
        guard standing != .valid else { return [] }
        let details = ["list": reasons?.name ?? "", "version": reasons?.version ?? ""]
        return [
            Problem.Item(
                ValidationIssue(
                    standing == .unknown ? .unknownCode : .codeNotValidOnDate,
                    at: JSONPointer.root.appending("reason"), details: details))
        ]
    }
}
