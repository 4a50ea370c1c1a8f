import Foundation
import Logging
import Models
import TestSupport
import Testing

@testable import Runtime

/// The files of a deployment, from which each service can be started as in its process.
struct AccessRig: Sendable {
    let directory: TemporaryDirectory
    let key: DevelopmentKey

    init() throws {
        directory = try TemporaryDirectory()
        key = try #require(try DevelopmentKey(file: DevelopmentKey.makeFile()))
        var keys: [ServiceKeys] = []
        for service in ServiceName.allCases {
            let file = try ServiceKeys.makeFile(for: service)
            keys.append(try ServiceKeys(file: file))
            try write(file, service.rawValue)
        }
        try write(PublicKeys.makeFile(of: keys), "public")
        try write(key.keySet(), "jwks")
    }

    private func write(_ content: Data, _ name: String) throws {
        try content.write(to: URL(filePath: directory.path).appending(path: name))
    }

    /// A service with its store open.
    func running<S: Microservice>(_ type: S.Type) async throws -> RunningService {
        let territory = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../compose/territory.yaml")
        let environment = [
            "KIM_KAFKA_BOOTSTRAP_SERVERS": "localhost:1", "KIM_STORE_DIRECTORY": directory.path + "/store",
            "KIM_TERRITORY_FILE": territory.path, "KIM_KEY_FILE": "\(directory.path)/\(S.name.rawValue)",
            "KIM_PUBLIC_KEYS_FILE": directory.path + "/public", "KIM_HTTP_PORT": "0",
            "KIM_JWKS": directory.path + "/jwks", "KIM_MODE": "development",
        ]
        let configuration = try ServiceConfiguration(
            of: S.name, from: await ConfigurationSources(arguments: ["test"], environment: environment))
        let files = try ServiceFiles(of: S.name, configuration)
        let context = ServiceContext(
            configuration: configuration, territory: files.territory, codelists: try .shipped(), keys: files.keys,
            publicKeys: files.publicKeys, logger: .quiet)
        return try await RunningService(S.self, context: context, metrics: PrometheusRegistry())
    }

    /// A token for these roles.
    func token(_ roles: Set<Role>) throws -> String {
        try key.sign(
            DevelopmentKey.Statement(
                about: "tester", Identity.Claims(roles: Array(roles)), audience: IdentityConfiguration.defaultAudience,
                at: Date(), seconds: 600))
    }
}

extension Logger {
    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
