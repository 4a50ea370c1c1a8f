import Foundation
import Models
import Pipeline

/// What Intake does with the events of its topics.
enum IntakeHandlers {
    /// The public ways in of a territory.
    static func events(_ desk: EventDesk) -> [Handler] {
        WayIn.all(of: desk.territory).map { way in
            .publicEvents(of: way.submissions) { event, transaction in
                AnswerMeter.count(try desk.answer(event, by: way, transaction))
            }
        }
    }

    /// The command that takes in an event as if it had come on its publisher's topic.
    static let takeIn = "take-in"

    /// The way in over HTTP, where the sender is known.
    static func eventsOverHTTP(_ desk: EventDesk) -> CommandHandler {
        .event(takeIn, of: WayIn.shared.submissions) { event, publisher, transaction in
            try desk.answer(event, by: .http(from: publisher, in: desk.territory), transaction)
        }
    }

    /// The posts of Supervision.
    static func posts(_ desk: WaitingDesk) -> Handler {
        .states(of: Topics.supervision, PostState.self) { event, transaction in
            try desk.postChanged(event.body, transaction)
        } remove: { key, transaction in
            guard let postID = PostState.postID(of: key) else { return }
            try desk.postRemoved(postID, transaction)
        }
    }

    /// The cases of CaseHandling, for the load of the posts; the request of an erased case is erased too.
    static func cases(_ requests: RequestDesk) -> Handler {
        .states(of: Topics.cases, CaseState.self) { event, transaction in
            try CaseLoad.correct(by: event.body, on: transaction.today, in: transaction.database)
        } remove: { caseID, transaction in
            try CaseLoad.remove(caseID, in: transaction.database)
            try requests.eraseRequest(ofCase: caseID, transaction)
        }
    }
}

extension PostState {
    /// The post of a record key of Supervision's states; `nil` for the key of something else.
    static func postID(of key: String) -> String? {
        let prefix = PostState.key(of: "")
        return key.hasPrefix(prefix) ? String(key.dropFirst(prefix.count)) : nil
    }
}
