import ArgumentParser
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// `kim status`: the four services at a glance.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Shows the four services at a glance.",
        discussion: "Exit status 1 when one of them is not ready.")

    @Option(help: "The host of the services.")
    var host = "127.0.0.1"

    @Option(help: "Four ports separated by commas: intake, case-handling, supervision, statistics.")
    var ports: String?

    @Option(help: "Seconds to wait for an answer.")
    var timeout = 5.0

    func run() async throws {
        let addresses = try ServiceAddress.all(host: host, ports: ports)
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = timeout
        let session = URLSession(configuration: configuration)
        var statuses: [ServiceStatus] = []
        for address in addresses {
            async let ready = StatusCommand.answer(address.address("/health/ready"), session)
            async let details = StatusCommand.answer(address.address("/v1/status"), session)
            statuses.append(ServiceStatus(address: address, ready: await ready, details: await details))
        }
        for line in ServiceStatus.table(statuses).lines { print(line) }
        guard statuses.allSatisfy(\.isReady) else { throw ExitCode.failure }
    }

    private static func answer(_ address: String, _ session: URLSession) async -> ServiceStatus.Answer? {
        guard let url = URL(string: address), let (body, response) = try? await session.data(from: url),
            let http = response as? HTTPURLResponse
        else { return nil }
        return ServiceStatus.Answer(status: http.statusCode, body: body)
    }
}
