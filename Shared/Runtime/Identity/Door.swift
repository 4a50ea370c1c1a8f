import Hummingbird
import Logging
import Pipeline

/// Who may use a route, and whether it is open yet.
struct Door: Sendable {
    /// Finds out who asks.
    let gate: any Gate
    /// Where it is written down who was refused; nowhere without.
    var records: TransactionalEntry?
    /// Whether the route is open before the store is whole: operations are needed above all then.
    var isForOperation = false

    /// Who asks, if they may. Who has a name and not the role is written down.
    ///
    /// - Throws: ``Problem`` 401, 403, 503; a fault of the store.
    func admit(_ request: Request, _ context: AppRequestContext, _ roles: Set<Role>) async throws -> Identity {
        let place: Logger.Metadata = [
            "method": .string(request.method.rawValue), "route": .string(context.endpointPath ?? ""),
        ]
        let identity: Identity
        do throws(TokenFault) { identity = try await gate.identity(of: request) } catch {
            context.logger.notice("token refused", metadata: place.merging(["reason": "\(error.rawValue)"]) { $1 })
            throw Problem.unauthenticated(presented: error != .missing)
        }
        guard !identity.roles.isDisjoint(with: roles) else {
            context.logger.notice(
                "role refused", metadata: place.merging(["principal": "\(identity.principal)"]) { $1 })
            try await records?.noteRefusal(of: "role", context.parameters.get("id"), by: identity.principal)
            throw Problem.roleNotPermitted
        }
        guard isForOperation || records?.isReady != false else { throw Problem.notReady }
        return identity
    }
}
