import Configuration
import Foundation
import Logging
import Models

/// What a service is told from outside, with the keys that all services share.
public struct ServiceConfiguration: Sendable {
    /// Where the values come from, for keys of the service's own.
    public let sources: ConfigurationSources
    /// Kafka and the topics' prefix.
    public let kafka: KafkaConfiguration
    /// The folder of the store (`KIM_STORE_DIRECTORY`).
    public let storeDirectory: String
    /// The address that HTTP listens on (`KIM_HTTP_HOST`); loopback unless told otherwise, since TLS ends
    /// before the service.
    public let httpHost: String
    /// The port that HTTP listens on (`KIM_HTTP_PORT`); 0 lets the system choose one.
    public let httpPort: Int
    /// The territory (`KIM_TERRITORY_FILE`).
    public let territoryFile: String
    /// The service's secret keys (`KIM_KEY_FILE`).
    public let keyFile: String
    /// The public keys of all services (`KIM_PUBLIC_KEYS_FILE`).
    public let publicKeysFile: String
    /// Whether development keys are accepted (`KIM_MODE`).
    public let mode: Mode
    /// How tokens are verified.
    public let identity: IdentityConfiguration
    /// The provider that pages sign people in with; `nil` where there is none.
    public let oidc: OIDCConfiguration?
    /// The address under which browsers see the service (`KIM_PUBLIC_ADDRESS`), `https://host[:port]`.
    public let publicAddress: String
    /// What is logged (`KIM_LOG_LEVEL`).
    public let logLevel: Logger.Level

    /// The usual way to values; see ``ConfigurationSources/reader``.
    public var reader: ConfigReader { sources.reader }

    /// Reads the common keys.
    ///
    /// - Throws: every key that is wrong.
    public init(of service: ServiceName, from sources: ConfigurationSources) throws(ConfigurationError) {
        var check = ConfigurationCheck(sources)
        self.sources = sources
        kafka = KafkaConfiguration(&check)
        storeDirectory = check.required("storeDirectory", accepted: "the folder of the store")
        httpHost = check.value(["http", "host"], default: "127.0.0.1", accepted: "a host name or an address") {
            $0.isEmpty ? nil : $0
        }
        httpPort = check.value(["http", "port"], default: service.defaultPort, accepted: "a port from 0 to 65535") {
            Int($0).flatMap { (0...65535).contains($0) ? $0 : nil }
        }
        territoryFile = check.required("territoryFile", accepted: "the file of the territory")
        keyFile = check.required("keyFile", accepted: "the service's key file, as `kim keys init` writes it")
        publicKeysFile = check.required(
            "publicKeysFile", accepted: "the file of public keys, as `kim keys init` writes it")
        let modes = Mode.allCases.map(\.rawValue).joined(separator: " or ")
        mode = check.value("mode", default: .production, accepted: modes) { Mode(rawValue: $0.lowercased()) }
        identity = IdentityConfiguration(&check, mode: mode)
        oidc = OIDCConfiguration(&check)
        publicAddress = check.value(
            "publicAddress", default: "http://\(httpHost):\(httpPort)", accepted: "https://host[:port] without a path"
        ) { RemoteDocument.isTrustworthy($0) && URLComponents(string: $0)?.path == "" ? $0 : nil }
        let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
        logLevel = check.value("logLevel", default: .info, accepted: "one of \(levels)") {
            Logger.Level(rawValue: $0.lowercased())
        }
        try check.finish()
    }

    /// The value of a key of the service's own.
    ///
    /// - Parameters:
    ///   - accepted: what is accepted, in words that follow "is not accepted;".
    ///   - parse: reads the value, `nil` for what is not accepted.
    /// - Throws: ``ConfigurationError`` for what is not accepted.
    public func value<Value>(
        _ key: ConfigKey, default absent: Value, accepted: String, parse: (String) -> Value?
    ) throws(ConfigurationError) -> Value {
        try sources.value(key, accepted: accepted, parse: parse) ?? absent
    }

    /// Whether HTTP can only be reached from this machine.
    var isLoopback: Bool { httpHost.hasPrefix("127.") || httpHost == "localhost" || httpHost == "::1" }
}
