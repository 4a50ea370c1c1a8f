import ArgumentParser
import Foundation
import Models
import Runtime

/// `kim login`: signs a browser in without an identity provider, for development.
struct LoginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login", abstract: "Prints an address that signs a browser in once, by the development key.",
        discussion: "The address holds for two minutes, and services take it only with KIM_MODE=development.")

    /// How long the address holds, in seconds.
    static let lifetime = 120

    @Option(help: "The service whose pages are meant: intake, case-handling, supervision or statistics.")
    var service: ServiceName

    @OptionGroup var claims: ClaimOptions
    @OptionGroup var services: ServicesOptions

    func run() async throws {
        guard let address = try services.addresses().first(where: { $0.service == service }) else {
            throw Failure("\(service.rawValue): no such service")
        }
        let statement = try await claims.statement(seconds: LoginCommand.lifetime, id: UUID().uuidString)
        print(address.address("/sign-in/once?token=\(try await claims.key().sign(statement, for: .signIn))"))
    }
}
