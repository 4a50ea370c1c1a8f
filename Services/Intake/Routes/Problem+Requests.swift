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

    /// 422: a decision on two persons that cannot be.
    static func refused(_ error: PersonDecisionError) -> Problem {
        Problem(
            status: .unprocessableContent, type: "invalid-values", title: "Angaben werden nicht angenommen",
            detail: error == .onePerson
                ? "Eine Anfrage kann nicht mit sich selbst verglichen werden."
                : "Nur was als dieselbe Person gilt, kann getrennt werden.")
    }

    /// 422: a decision that is none.
    static func refused(_ faults: [ClearingRules.Fault]) -> Problem {
        Problem(
            status: .unprocessableContent, type: "invalid-values", title: "Angaben werden nicht angenommen",
            errors: faults.map { fault in
                Item(pointer: "/\(fault.field)", code: fault.code.rawValue, message: fault.code.german())
            })
    }
}
