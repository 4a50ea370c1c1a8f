import Models
import Pipeline
import Runtime

/// What clearing staff do to a request.
enum ClearingCommands {
    /// Decides on a request.
    struct Decide: Codable, Sendable {
        static let name = "decide-request"
        let requestID: String
        let municipalities: [String]
        let precondition: VersionPrecondition
        let actor: String
        let decision: ClearingDecision
    }

    /// Decides what the clients of two requests are to each other.
    struct DecidePerson: Codable, Sendable {
        static let name = "decide-person"
        let requestID: String
        let other: String
        let municipalities: [String]
        let actor: String
        let decision: PersonDecision
        /// What the actor knows to be decided.
        let seen: PersonDecision?
    }

    static func all(_ desk: ClearingDesk) -> [CommandHandler] {
        [
            .command(Decide.name, Decide.self) { ask, transaction in
                try desk.decide(
                    ask.decision, on: ask.requestID, within: Set(ask.municipalities), if: ask.precondition,
                    by: ask.actor, transaction)
            },
            .command(DecidePerson.name, DecidePerson.self) { ask, transaction in
                try desk.persons.decide(
                    ask.decision, on: ask.requestID, ask.other, over: ask.seen, within: Set(ask.municipalities),
                    by: ask.actor, transaction)
                return ask.decision
            },
        ]
    }

    static func timers(_ desk: ClearingDesk) -> [TimerHandler] {
        [
            TimerHandler(RequestRetention.unansweredTimer) { id, transaction in try desk.unanswered(id, transaction) },
            TimerHandler(RequestRetention.overTimer) { id, transaction in try desk.retentionOver(id, transaction) },
            TimerHandler(RequestDesk.urgencyTimer) { id, transaction in
                try desk.requests.urgencyChanges(id, transaction)
            },
        ]
    }
}
