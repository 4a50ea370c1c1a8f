import Foundation
import Models
import Pipeline
import Runtime

/// What is done to a case because somebody asks for it.
enum CaseCommands {
    /// Notes an assessment that took place; on the day of the command where no day is given.
    struct RecordAssessment: Codable, Sendable {
        static let name = "record-assessment"
        let caseID: String
        let scope: CaseScope
        let precondition: VersionPrecondition
        let on: LocalDate?
    }

    /// Ends the work on a case; on the day of the command where no day is given.
    struct CloseCase: Codable, Sendable {
        static let name = "close-case"
        let caseID: String
        let scope: CaseScope
        let precondition: VersionPrecondition
        let reason: String
        let closedOn: LocalDate?
    }

    static func all(_ desk: CaseDesk) -> [CommandHandler] { [recordAssessment(desk), closeCase(desk)] }

    private static func recordAssessment(_ desk: CaseDesk) -> CommandHandler {
        .command(RecordAssessment.name, RecordAssessment.self) { ask, transaction in
            let name = "assessment-recorded"
            return try desk.change(ask.caseID, within: ask.scope, if: ask.precondition, name, transaction) { state in
                let today = transaction.today
                try state.recordAssessment(on: ask.on ?? today, today: today, at: transaction.now)
            }
        }
    }

    private static func closeCase(_ desk: CaseDesk) -> CommandHandler {
        .command(CloseCase.name, CloseCase.self) { ask, transaction in
            try desk.change(ask.caseID, within: ask.scope, if: ask.precondition, "closed", transaction) { state in
                let today = transaction.today
                try state.close(
                    because: ask.reason, on: ask.closedOn ?? today, reasons: desk.codelists["closure"], today: today,
                    at: transaction.now)
            }
        }
    }
}
