import ArgumentParser

/// Where the services are: options of every subcommand that asks them over HTTP.
struct ServicesOptions: ParsableArguments {
    @Option(help: "The host of the services.")
    var host = "127.0.0.1"

    @Option(help: "Four ports separated by commas: intake, case-handling, supervision, statistics.")
    var ports: String?

    @Option(help: "Seconds to wait for an answer.")
    var timeout = 5.0

    /// The four services.
    func addresses() throws(Failure) -> [ServiceAddress] {
        try ServiceAddress.all(host: host, ports: ports)
    }

    /// The four services, each with a way to ask it.
    func clients() async throws -> [(ServiceAddress, ServiceClient)] {
        try addresses().map { ($0, ServiceClient($0, timeout: timeout)) }
    }
}
