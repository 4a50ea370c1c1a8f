import HTTPTypes
import Hummingbird
import Models
import Pipeline
import Runtime

/// The cases: a pseudonymous list in pages, and each case as a whole.
struct CaseRoutes: Sendable {
    /// A case in the list.
    struct Item: Encodable, Sendable {
        let id: String
        let version: Int
        let municipality: String?
        let post: String?
        let phase: CaseState.Phase?
        let openedOn: LocalDate
        let closedOn: LocalDate?

        init(_ state: CaseState) {
            let responsibility = state.responsibilities.inForce.last
            id = state.caseId
            version = state.version
            municipality = responsibility?.municipality
            post = responsibility?.post
            phase = state.currentPhase
            openedOn = state.openedOn
            closedOn = state.closure?.closedOn
        }
    }

    /// A case as a whole, with person and request.
    struct Whole: Encodable, Sendable {
        let requestId: String
        let state: CaseState
        let submission: Submission
        let notices: [Notice]
        let proposals: [Proposal]
    }

    /// Who may see cases, each within their scope.
    static let readers: Set<Role> = [.caseManager, .supervisor, .coordinator]

    let keys: ServiceKeys
    let territory: Territory
    let entry: TransactionalEntry

    func add(to router: APIRouter) {
        router.get("/v1/cases", for: CaseRoutes.readers) { request, context in
            let page = try PageRequest(request)
            let filter = try CaseFilter(request)
            let scope = CaseScope(of: context.identity, in: territory)
            let states = try await entry.audited("cases-listed", by: context.principal) { database in
                try CaseFileTable.states(
                    after: page.after ?? "", limit: page.limit + 1, filter, within: scope, in: database)
            }
            return JSONResponse(Page(states.map(Item.init), for: page, id: \.id))
        }
        router.get("/v1/cases/:id", for: CaseRoutes.readers) { _, context in
            let id = try context.parameters.require("id")
            let scope = CaseScope(of: context.identity, in: territory)
            let found = try await entry.audited("case-shown", id, by: context.principal) { database in
                try CaseFileTable.file(id, within: scope, in: database).map { file in
                    (
                        file, try NoticeTable.notices(about: id, in: database),
                        try ProposalTable.proposals(to: id, in: database)
                    )
                }
            }
            guard let (file, notices, proposals) = found else { throw Problem.caseNotFound }
            let whole = Whole(
                requestId: file.requestID, state: file.state, submission: try file.submission(with: keys),
                notices: notices, proposals: try proposals.map { try $0.opened(with: keys) })
            return JSONResponse(whole, headers: .version(of: file.state))
        }
    }
}

extension CaseFilter {
    /// Reads the query. Throws ``Problem`` 400.
    init(_ request: Request) throws(Problem) {
        let query = request.uri.queryParameters
        if let text = query.get("municipality") {
            guard AGS(text) != nil else { throw Problem.invalidParameter("municipality", accepted: "8 Ziffern") }
            municipality = text
        }
        post = query.get("post")
        if let text = query.get("open") {
            guard let flag = Bool(text) else { throw Problem.invalidParameter("open", accepted: "true oder false") }
            isOpen = flag
        }
    }
}

extension HTTPFields {
    /// The version of a case as its entity tag. What holds personal data is not to lie in caches.
    static func version(of state: CaseState) -> HTTPFields {
        [.eTag: VersionPrecondition.tag(of: state.version), .cacheControl: "no-store"]
    }
}
