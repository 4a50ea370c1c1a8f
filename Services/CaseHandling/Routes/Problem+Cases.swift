import Hummingbird
import Runtime

extension Problem {
    /// 404: no case with this id.
    static var caseNotFound: Problem {
        Problem(status: .notFound, type: "case-not-found", title: "Fall nicht gefunden")
    }

    /// 409: the case is closed.
    static var caseClosed: Problem {
        Problem(status: .conflict, type: "case-closed", title: "Der Fall ist geschlossen")
    }

    /// 412: the case was changed since the caller read it.
    static var versionConflict: Problem {
        Problem(
            status: .preconditionFailed, type: "version-conflict", title: "Der Fall wurde inzwischen geändert",
            detail: "Lesen Sie den Fall neu; sein ETag nennt die Version.")
    }

    /// 422: the document is understood, but cannot be.
    static func refused(_ errors: [Item]) -> Problem {
        Problem(
            status: .unprocessableContent, type: "invalid-values", title: "Angaben werden nicht angenommen",
            errors: errors)
    }
}
