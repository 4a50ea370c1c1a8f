import Hummingbird
import Runtime

extension Problem {
    /// 404: no request with this id for who asks.
    static var requestNotFound: Problem {
        Problem(status: .notFound, type: "request-not-found", title: "Anfrage nicht gefunden")
    }

    /// 409: the request is decided.
    static var requestDecided: Problem {
        Problem(status: .conflict, type: "request-decided", title: "Die Anfrage ist bereits entschieden")
    }

    /// 412: the request was changed since the caller read it.
    static var requestChanged: Problem {
        Problem(
            status: .preconditionFailed, type: "version-conflict", title: "Die Anfrage wurde inzwischen geändert",
            detail: "Lesen Sie die Anfrage neu; ihr ETag nennt die Version.")
    }

    /// A decision on two persons that cannot be: 422, or 409 where another is made.
    static func refused(_ error: PersonDecisionError) -> Problem {
        let detail: String
        switch error {
        case .decided(let decision):
            return Problem(
                status: .conflict, type: "persons-decided", title: "Wer wer ist, ist schon anders entschieden",
                detail: "Es zählt auch, was über andere Anfragen derselben Person entschieden ist.",
                errors: [Item(pointer: nil, code: decision.rawValue, message: decision.german)])
        case .onePerson: detail = "Eine Anfrage kann nicht mit sich selbst verglichen werden."
        case .notSame: detail = "Nur was als dieselbe Person gilt, kann getrennt werden."
        }
        return Problem(
            status: .unprocessableContent, type: "invalid-values", title: "Angaben werden nicht angenommen",
            detail: detail)
    }

    /// 422: a decision that is none.
    static func refused(_ faults: [ClearingRules.Fault]) -> Problem {
        Problem(
            status: .unprocessableContent, type: "invalid-values", title: "Angaben werden nicht angenommen",
            errors: faults.map { fault in
                Item(
                    pointer: "/\(fault.field)", code: fault.code.rawValue,
                    message: fault.code.german(fault.details))
            })
    }
}

extension PersonDecision {
    /// What two requests are to each other.
    fileprivate var german: String {
        switch self {
        case .same: "dieselbe Person"
        case .different, .split: "verschiedene Personen"
        case .household: "derselbe Haushalt"
        }
    }
}
