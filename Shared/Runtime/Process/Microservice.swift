import Foundation
import Hummingbird
import Logging
import Models
import Pipeline

/// What a process knows at its start.
public struct ServiceContext: Sendable {
    /// The configuration, with a way to keys of the service's own.
    public let configuration: ServiceConfiguration
    /// The Kreis that is served.
    public let territory: Territory
    /// The codelists.
    public let codelists: Codelists
    /// The service's secret keys.
    public let keys: ServiceKeys
    /// The public keys of all services.
    public let publicKeys: PublicKeys
    /// Where the service logs to.
    public let logger: Logger
    /// The time now.
    public let clock: @Sendable () -> Date

    /// What a process knows, put together by hand.
    public init(
        configuration: ServiceConfiguration, territory: Territory, codelists: Codelists, keys: ServiceKeys,
        publicKeys: PublicKeys, logger: Logger, clock: @Sendable @escaping () -> Date = { Date() }
    ) {
        (self.configuration, self.territory, self.codelists) = (configuration, territory, codelists)
        (self.keys, self.publicKeys, self.logger, self.clock) = (keys, publicKeys, logger, clock)
    }
}

/// One of the services, as its process runs it.
public protocol Microservice: Sendable {
    /// Which service it is.
    static var name: ServiceName { get }
    /// What it says of its own API.
    static var api: APIDescription { get }
    /// The service with what its process knows. Throws what stands against the start, in words for operations.
    init(context: ServiceContext) throws
    /// Its tables, handlers and timers.
    var definition: ServiceDefinition { get }
    /// Adds the service's own routes, all under `/v1`; health, metrics, status and codelists are there already.
    func addRoutes(to router: APIRouter, entry: TransactionalEntry)
    /// Runs once when the store is known to be whole, before messages and commands.
    func start(_ entry: TransactionalEntry) async throws
}

extension Microservice {
    /// Nothing to do.
    public func start(_ entry: TransactionalEntry) async throws {}
}
