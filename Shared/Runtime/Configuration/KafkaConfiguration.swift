import Configuration
import Foundation
import Kafka
import Logging

/// How a process reaches Kafka: for the services and the operator's command line alike.
public struct KafkaConfiguration: Sendable {
    /// `host:port`, several separated by commas (`KIM_KAFKA_BOOTSTRAP_SERVERS`).
    public let bootstrapServers: String
    /// What stands before every topic's name (`KIM_TOPIC_PREFIX`).
    public let topicPrefix: String
    /// librdkafka's own properties (`KIM_KAFKA_<PROPERTY>`), secrets read from their files.
    public let properties: [String: String]

    /// Reads the keys. What is wrong is noted in `check`.
    public init(_ check: inout ConfigurationCheck) {
        bootstrapServers = check.required(
            ["kafka", "bootstrapServers"], accepted: "host:port, several separated by commas")
        topicPrefix = check.value(
            "topicPrefix", default: "kim.", accepted: "up to 60 letters, digits, '.', '_' and '-'"
        ) { text in
            let isValid = text.utf8.count <= 60 && text.utf8.allSatisfy(Self.permitted.contains)
            return isValid ? text : nil
        }
        properties = Self.properties(&check)
    }

    private static let permitted = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-".utf8)

    /// Kafka's settings for one client of the process.
    ///
    /// - Parameter clientID: how the broker's logs name it; also the group under which offsets are shown.
    public func settings(clientID: String, logger: Logger) throws(KafkaError) -> KafkaSettings {
        try KafkaSettings(bootstrapServers: bootstrapServers, clientID: clientID, properties: properties) {
            logger.log(level: Self.level(ofSyslog: $0), "\($1)", metadata: ["component": "librdkafka"])
        }
    }

    private static func level(ofSyslog level: Int32) -> Logger.Level {
        switch level {
        case ...2: .critical
        case 3: .error
        case 4: .warning
        case 5: .notice
        case 6: .info
        default: .debug
        }
    }
}

// MARK: - Properties

extension KafkaConfiguration {
    private static let prefix = "KIM_KAFKA_"
    /// What ends the name of a property whose value lies in a file.
    private static let fileSuffix = ".file"
    /// Properties whose values are secrets: they come from files only.
    private static let secrets = [
        "sasl.password", "ssl.key.password", "ssl.key.pem", "ssl.keystore.password",
        "sasl.oauthbearer.client.secret",
    ]

    private static func properties(_ check: inout ConfigurationCheck) -> [String: String] {
        var properties: [String: String] = [:]
        let given = given(check.sources)
        for (property, value) in given.sorted(by: { $0.key < $1.key }) {
            let name = prefix + property.uppercased().replacing(".", with: "_")
            if let reason = KafkaSettings.fixedProperties[property] {
                check.note("\(name) is not accepted: \(reason)")
            } else if secrets.contains(property) {
                check.note("\(name) is not accepted: a secret comes from a file; \(name)_FILE names it")
            } else if property.hasSuffix(fileSuffix), secrets.contains(String(property.dropLast(fileSuffix.count))) {
                guard let content = try? String(contentsOfFile: value, encoding: .utf8) else {
                    check.note("\(name): \"\(value)\" cannot be read; a file with the secret")
                    continue
                }
                properties[String(property.dropLast(fileSuffix.count))] = content.trimmingCharacters(in: .newlines)
            } else {
                properties[property] = value
            }
        }
        return properties
    }

    /// What the sources give, command line over environment over file (`kafka: {properties: [name=value]}`).
    private static func given(_ sources: ConfigurationSources) -> [String: String] {
        var given: [String: String] = [:]
        let listed = try? sources.file?.value(forKey: ["kafka", "properties"], type: .stringArray).value?.content
        if case .stringArray(let pairs) = listed {
            for pair in pairs {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                given[String(parts[0])] = parts.count == 2 ? String(parts[1]) : ""
            }
        }
        for (name, value) in sources.environment where name.hasPrefix(prefix) {
            given[name.dropFirst(prefix.count).lowercased().replacing("_", with: ".")] = value
        }
        for argument in sources.arguments where argument.hasPrefix("--kafka-") {
            let words = argument.dropFirst(2).prefix { $0 != "=" }.split(separator: "-").map(String.init)
            given[words.dropFirst().joined(separator: ".")] = sources.argument(ConfigKey(words))
        }
        given["bootstrap.servers"] = nil
        return given
    }
}
