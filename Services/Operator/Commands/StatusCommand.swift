import ArgumentParser

/// `kim status`: the four services at a glance.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Shows the four services at a glance.",
        discussion: "Exit status 1 when one of them is not ready.")

    @OptionGroup var services: ServicesOptions

    func run() async throws {
        var statuses: [ServiceStatus] = []
        for (address, client) in try await services.clients() {
            async let ready = client.get("/health/ready")
            async let details = client.get("/v1/status")
            statuses.append(ServiceStatus(address: address, ready: await ready, details: await details))
        }
        for line in ServiceStatus.table(statuses).lines { print(line) }
        if let refused = statuses.compactMap(\.details?.status).first(where: { $0 != 200 }) {
            print("no numbers: answered \(refused)\(ServiceClient.hint(refused))")
        }
        guard statuses.allSatisfy(\.isReady) else { throw ExitCode.failure }
    }
}
