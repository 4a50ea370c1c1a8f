import HTTPTypes
import Hummingbird
import NIOCore
import Pipeline

/// The problems that are not of one service.
extension Problem {
    /// 404: no such address.
    public static var notFound: Problem {
        Problem(status: .notFound, type: "not-found", title: "Diese Adresse gibt es nicht")
    }

    /// 400: a header or a parameter of the address.
    public static func invalidParameter(_ name: String, accepted: String) -> Problem {
        Problem(
            status: .badRequest, type: "invalid-parameter", title: "Ein Parameter der Anfrage wird nicht angenommen",
            detail: "\(name): \(accepted)")
    }

    /// The type of what nobody is told who is not signed in.
    static let unauthenticatedType = "unauthenticated"

    /// 401: no identity, or none that holds (RFC 6750). The same for every fault of a token.
    static func unauthenticated(presented: Bool) -> Problem {
        Problem(
            status: .unauthorized, type: unauthenticatedType, title: "Bitte melden Sie sich an",
            headers: [.wwwAuthenticate: presented ? #"Bearer error="invalid_token""# : "Bearer"])
    }

    /// 403: none of the caller's roles may use the route.
    static var roleNotPermitted: Problem {
        Problem(status: .forbidden, type: "role-not-permitted", title: "Ihre Rolle erlaubt das nicht")
    }

    static func methodNotAllowed(_ permitted: [String]) -> Problem {
        Problem(
            status: .methodNotAllowed, type: "method-not-allowed", title: "Diese Methode gibt es hier nicht",
            headers: [.allow: permitted.joined(separator: ", ")])
    }

    static func contentTooLarge(limit: Int) -> Problem {
        Problem(
            status: .contentTooLarge, type: "content-too-large", title: "Der Inhalt der Anfrage ist zu groß",
            detail: "Höchstens \(limit) Byte werden angenommen.")
    }

    static var idempotencyKeyReused: Problem {
        Problem(
            status: .unprocessableContent, type: "idempotency-key-reused",
            title: "Dieser Idempotency-Key gehört zu einer anderen Anfrage")
    }

    static var notReady: Problem {
        Problem(
            status: .serviceUnavailable, type: "not-ready", title: "Der Dienst ist noch nicht bereit",
            detail: "Er prüft seinen Bestand oder stellt ihn wieder her. Versuchen Sie es später noch einmal.",
            headers: [.retryAfter: "5"])
    }

    /// 503: the disk or the memory failed. Whether a commit that failed was kept is not known; a request that tells
    /// repetitions apart may be sent again.
    static var storeUnavailable: Problem {
        Problem(
            status: .serviceUnavailable, type: "store-unavailable",
            title: "Der Speicher nimmt gerade nichts an",
            detail: "Ob die Anfrage etwas bewirkt hat, ist nicht sicher; sie darf wiederholt werden.",
            headers: [.retryAfter: "5"])
    }

    static var internalError: Problem {
        Problem(status: .internalServerError, type: "internal-error", title: "Interner Fehler")
    }

    /// The problem that an error is to the caller; `nil` where it is a fault of ours.
    static func expected(_ error: any Error) -> Problem? {
        switch error {
        case let problem as Problem: problem
        case is IdempotencyConflict: idempotencyKeyReused
        case is NotReady: notReady
        case let error as any HTTPResponseError: standard(error.status)
        default: nil
        }
    }

    private static func standard(_ status: HTTPResponse.Status) -> Problem? {
        switch status.code {
        case 404: notFound
        case 413:
            Problem(
                status: .contentTooLarge, type: "content-too-large", title: "Der Inhalt der Anfrage ist zu groß")
        case 400..<500: Problem(status: status, type: "bad-request", title: "Die Anfrage wird nicht angenommen")
        default: nil
        }
    }
}
