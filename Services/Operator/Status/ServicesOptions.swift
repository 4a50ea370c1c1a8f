import ArgumentParser
import Foundation
import Runtime

/// Where the services are: options of every subcommand that asks them over HTTP.
struct ServicesOptions: ParsableArguments {
    @Option(help: "The host of the services.")
    var host = "127.0.0.1"

    @Option(help: "Four ports separated by commas: intake, case-handling, supervision, statistics.")
    var ports: String?

    @Option(help: "Seconds to wait for an answer (else 5, for an import 60).")
    var timeout: Double?

    @Option(help: "The file of the token to ask with (else KIM_TOKEN_FILE).")
    var tokenFile: String?

    /// The token to ask with; `nil` where no file is named.
    ///
    /// - Throws: ``Failure`` for a file that cannot be read.
    func token() async throws -> String? {
        let sources = try await ConfigurationSources(arguments: ["kim"])
        guard let path = tokenFile ?? sources.text("tokenFile") else { return nil }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw Failure("\(path): the token cannot be read (KIM_TOKEN_FILE)")
        }
        return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The four services, each with a way to ask it.
    ///
    /// - Parameter patience: seconds to wait for an answer where no option says so.
    func clients(patience: Double = 5) async throws -> [(address: ServiceAddress, client: ServiceClient)] {
        let token = try await token()
        return try addresses().map { ($0, ServiceClient($0, token: token, timeout: timeout ?? patience)) }
    }

    /// The four services.
    func addresses() throws(Failure) -> [ServiceAddress] {
        try ServiceAddress.all(host: host, ports: ports)
    }
}
