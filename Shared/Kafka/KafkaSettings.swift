/// How to reach Kafka: librdkafka's own properties, ours underneath, those of the operator on top.
///
/// One value serves consumers, producers and administration; a property that means nothing to one of them is ignored
/// there.
public struct KafkaSettings: Sendable {
    /// Takes librdkafka's log lines: syslog level (0 worst, 7 debug) and text. Called from librdkafka's threads.
    public typealias Logger = @Sendable (_ level: Int32, _ message: String) -> Void

    /// The properties that the message path fixes, with the reason why each is refused in configuration.
    public static let fixedProperties: [String: String] = {
        let acknowledgement = "a record counts as sent only when all in-sync replicas have it"
        let idempotence = "without idempotence a retry would duplicate and reorder records"
        let partitioner = "every writer must put the same key into the same partition"
        let timeout = "a record given up by a timeout may still have been written; the outbox alone decides to resend"
        let reset = "a missing offset means lost records and must be seen, not skipped"
        let commit = "positions live in the service's store; Kafka only gets a copy for lag tools"
        return [
            "acks": acknowledgement, "request.required.acks": acknowledgement,
            "enable.idempotence": idempotence,
            "enable.gapless.guarantee": "what follows a refused record would overtake it",
            "transactional.id": "exactly-once effect comes from the store's transaction, not from Kafka's",
            "partitioner": partitioner,
            "message.timeout.ms": timeout, "delivery.timeout.ms": timeout,
            "auto.offset.reset": reset,
            "enable.partition.eof": "timers wait until a partition is read to its end",
            "enable.auto.commit": commit, "auto.commit.enable": commit,
            "enable.auto.offset.store": commit,
        ]
    }()

    /// The operator's properties, as given.
    public let values: [String: String]
    /// Where librdkafka's log goes.
    public let logger: Logger

    let bootstrapServers: String
    let clientID: String
    let groupID: String
    let largestMessage: Int

    /// - Parameters:
    ///   - bootstrapServers: `host:port`, several separated by commas.
    ///   - clientID: how the broker's logs and quotas name this process, for example `kim-intake`.
    ///   - groupID: the group under which offsets are shown to lag tools; the client's id where absent.
    ///   - largestMessage: bytes of the largest record that any topic takes; default 2 MiB, the limit of dead letters.
    ///   - properties: librdkafka properties that pass through as they are.
    ///   - logger: gets librdkafka's log; silent by default.
    /// - Throws: `configure` for a property that the message path fixes. Names and values are checked when a handle
    ///   is made.
    public init(
        bootstrapServers: String,
        clientID: String,
        groupID: String? = nil,
        largestMessage: Int = 2 * 1024 * 1024,
        properties: [String: String] = [:],
        logger: @escaping Logger = { _, _ in }
    ) throws(KafkaError) {
        for name in properties.keys.sorted() {
            guard let reason = Self.fixedProperties[name] else { continue }
            throw .refused(property: name, because: reason)
        }
        self.bootstrapServers = bootstrapServers
        self.clientID = clientID
        self.groupID = groupID ?? clientID
        self.largestMessage = largestMessage
        self.values = properties
        self.logger = logger
    }
}
