import ArgumentParser
import Pipeline
import Runtime

/// Where Kafka is: options of every subcommand that talks to it, read like a service's own configuration.
struct BrokerOptions: ParsableArguments {
    @Option(help: "host:port of the broker, several separated by commas (else KIM_KAFKA_BOOTSTRAP_SERVERS).")
    var bootstrapServers: String?

    @Option(help: "What stands before every topic's name, with its dot (else KIM_TOPIC_PREFIX, else kim.).")
    var prefix: String?

    /// The access that options, environment and configuration file describe.
    ///
    /// - Throws: every setting that is wrong, with what is accepted.
    func access() async throws(ConfigurationError) -> BrokerAccess {
        var arguments = ["kim"]
        if let bootstrapServers { arguments += ["--kafka-bootstrap-servers", bootstrapServers] }
        if let prefix { arguments += ["--topic-prefix", prefix] }
        var check = ConfigurationCheck(try await ConfigurationSources(arguments: arguments))
        let kafka = KafkaConfiguration(&check)
        try check.finish()
        return BrokerAccess(
            bootstrapServers: kafka.bootstrapServers, topicPrefix: kafka.topicPrefix, properties: kafka.properties)
    }
}
