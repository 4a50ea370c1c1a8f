import Models
import Pipeline

/// Decides on changes of legal spheres: what is about a client who was admitted goes to CaseHandling, which pairs the
/// halves; nothing of it is kept here.
struct LegalSphereChangeDesk: Sendable {
    /// What changes are judged by.
    let judge: EventJudge
    /// Under whose id key clients are named.
    let identity: IdentityKey
    /// What hands over.
    let requests: RequestDesk

    /// Decides on a change that a publisher tells. Whether the case is open, closed or being erased makes no difference
    /// to the answer (contracts 4).
    func answer(
        _ incoming: Incoming, of publisher: Territory.Publisher, _ transaction: Transaction
    ) throws -> Reply {
        let outcome = judge.judge(incoming, as: LegalSphereChange.self, on: transaction.today) { json in
            judge.basisErrors(in: json, from: publisher)
        }
        switch outcome {
        case .refused(let errors, let warnings): return Reply(refused: errors, warnings: warnings)
        case .accepted(let change, let warnings):
            let named = try ClientNameTable.requests(
                of: names(of: change.client, from: publisher), transaction.database)
            let admitted = try named.compactMap { try RequestTable.request($0, in: transaction.database) }
                .filter { $0.state.status == .admitted }
            if let latest = admitted.max(by: { ($0.receivedAt, $0.caseID) < ($1.receivedAt, $1.caseID) }) {
                try requests.handOver(change, of: latest, from: publisher.id, transaction)
                return .recorded(about: latest.state.requestId, warnings: warnings)
            }
            let erased = try named.compactMap { try WithdrawnRequestTable.find($0, in: transaction.database) }
            guard let last = erased.map(\.at).max() else { return .notMatched(.clientUnknown, warnings: warnings) }
            return .recorded(warnings: warnings, since: last)
        }
    }

    private func names(
        of client: LegalSphereChange.Client, from publisher: Territory.Publisher
    ) -> [ClientName] {
        let reference = client.clientReference.map { ClientName(reference: $0, of: publisher.id, under: identity) }
        return [reference, client.handle.map { ClientName(publisher: publisher.id, text: $0) }].compactMap { $0 }
    }
}
