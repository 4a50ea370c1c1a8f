import ArgumentParser
import Foundation
import Models
import Runtime

/// `kim token`: tokens without an identity provider, for development.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Prints a token signed by the development key.",
        discussion: """
            Services accept it only with KIM_MODE=development and KIM_JWKS naming the key set that \
            `kim keys init --development` wrote beside the key. Issuer and audience come from KIM_JWT_ISSUER and \
            KIM_JWT_AUDIENCE as for the services.
            """)

    @OptionGroup var claims: ClaimOptions

    @Option(help: "How many minutes it holds.")
    var minutes = 60

    func validate() throws {
        guard (1...525_600).contains(minutes) else { throw ValidationError("--minutes: 1 to 525600") }
    }

    func run() async throws {
        print(try await claims.key().sign(claims.statement(seconds: minutes * 60)))
    }
}

extension Role: ExpressibleByArgument {}

/// Who a development token is about: options of the commands that sign one.
struct ClaimOptions: ParsableArguments {
    @Option(help: "The development key that `kim keys init --development` made (else KIM_DEVELOPMENT_KEY_FILE).")
    var key: String?

    @Option(help: "Who it is about.")
    var subject = "development"

    @Option(help: "A role; may be repeated.")
    var role: [Role] = []

    @Flag(help: "All roles.")
    var allRoles = false

    @Option(help: "A municipality (AGS); may be repeated.")
    var municipality: [String] = []

    @Option(help: "An employer (a provider's id); may be repeated.")
    var employer: [String] = []

    @Option(help: "A coordinating office's id; may be repeated.")
    var scope: [String] = []

    @Option(help: "A publisher's id.")
    var publisher: String?

    @Option(help: "A territory's file: all its municipalities, employers and coordinating offices.")
    var territory: String?

    func validate() throws {
        guard allRoles || !role.isEmpty else { throw ValidationError("--role: at least one, or --all-roles") }
    }

    /// The key that signs.
    ///
    /// - Throws: ``Failure`` where none is named, or it cannot be read.
    func key() async throws -> DevelopmentKey {
        let sources = try await ConfigurationSources(arguments: ["kim"])
        guard let path = key ?? sources.text("developmentKeyFile") else {
            throw Failure("no development key: --key or KIM_DEVELOPMENT_KEY_FILE")
        }
        guard let file = FileManager.default.contents(atPath: path), let key = DevelopmentKey(file: file) else {
            throw Failure("\(path): not a development key as `kim keys init --development` makes it")
        }
        return key
    }

    /// What the token says, from now on for so many seconds.
    ///
    /// - Parameter id: its `jti`.
    func statement(seconds: Int, id: String? = nil) async throws -> DevelopmentKey.Statement {
        var check = ConfigurationCheck(try await ConfigurationSources(arguments: ["kim"]))
        let issuer = IdentityConfiguration.issuer(&check)
        let audience = IdentityConfiguration.audience(&check)
        try check.finish()
        return DevelopmentKey.Statement(
            about: subject, try claims(), issuer: issuer, audience: audience, at: Date(), seconds: seconds, id: id)
    }

    private func claims() throws -> Identity.Claims {
        var claims = Identity.Claims(
            roles: allRoles ? Role.allCases : role, municipalities: municipality, employers: employer, scopes: scope,
            publisher: publisher)
        guard let path = territory else { return claims }
        guard let file = FileManager.default.contents(atPath: path) else { throw Failure("\(path): cannot be read") }
        let whole = try Territory.parse(yaml: String(decoding: file, as: UTF8.self))
        claims.municipalities = whole.municipalities.map(\.ags)
        claims.employers = whole.providers.map(\.id)
        claims.scopes = whole.coordinationOffices.map(\.id)
        return claims
    }
}
