import ArgumentParser
import Foundation
import Pipeline

/// Where Kafka is: options of every subcommand that talks to it.
struct BrokerOptions: ParsableArguments {
    @Option(help: "host:port of the broker, several separated by commas (else KIM_KAFKA_BOOTSTRAP_SERVERS).")
    var bootstrapServers: String?

    @Option(help: "What stands before every topic's name, with its dot (else KIM_TOPIC_PREFIX, else kim.).")
    var prefix: String?

    /// The access that options and environment describe.
    func access(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ValidationError) -> BrokerAccess {
        guard let servers = bootstrapServers ?? environment["KIM_KAFKA_BOOTSTRAP_SERVERS"], !servers.isEmpty else {
            throw ValidationError(
                "no broker: set KIM_KAFKA_BOOTSTRAP_SERVERS or --bootstrap-servers, for example localhost:9092")
        }
        return BrokerAccess(
            bootstrapServers: servers, topicPrefix: prefix ?? environment["KIM_TOPIC_PREFIX"] ?? "kim.",
            properties: BrokerOptions.properties(in: environment))
    }

    /// librdkafka's own properties: `KIM_KAFKA_SSL_CA_LOCATION` is `ssl.ca.location`.
    static func properties(in environment: [String: String]) -> [String: String] {
        let start = "KIM_KAFKA_"
        let named = environment.compactMap { name, value -> (String, String)? in
            guard name.hasPrefix(start), name != "KIM_KAFKA_BOOTSTRAP_SERVERS" else { return nil }
            let property = name.dropFirst(start.count).lowercased().split(separator: "_").joined(separator: ".")
            return (property, value)
        }
        return Dictionary(named, uniquingKeysWith: { first, _ in first })
    }
}
