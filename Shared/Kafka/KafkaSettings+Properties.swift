import CRdKafka

enum ClientRole {
    case consumer, producer

    var type: rd_kafka_type_t { self == .consumer ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER }
}

extension KafkaSettings {
    /// What we set unless the operator says otherwise.
    func defaults(of role: ClientRole) -> [String: String] {
        var properties = [
            "bootstrap.servers": bootstrapServers,
            "client.id": clientID,
            // Brokers close idle connections; that is no news.
            "log.connection.close": "false",
            "socket.keepalive.enable": "true",
            "socket.nagle.disable": "true",
            // The default of 10 s would add up to that much to every broker restart.
            "reconnect.backoff.max.ms": "2000",
            // A connection that died without a word is noticed by what is asked on it next. An event on its way through
            // three services may meet three such connections one after the other; with the default of 60 s that was
            // measured to take minutes.
            "socket.timeout.ms": "8000",
            "socket.connection.setup.timeout.ms": "8000",
            // Room for the envelope of a record of the largest size.
            "message.max.bytes": String(largestMessage + 16 * 1024),
        ]
        switch role {
        case .consumer: properties.merge(consumerDefaults) { _, ours in ours }
        case .producer: properties.merge(producerDefaults) { _, ours in ours }
        }
        return properties
    }

    /// What nobody may change; see ``fixedProperties``.
    func fixed(for role: ClientRole) -> [String: String] {
        switch role {
        case .consumer:
            [
                "auto.offset.reset": "error", "enable.auto.commit": "false", "enable.auto.offset.store": "false",
                // Tells ends behind which there is no record: the marks of a transaction take offsets of their own.
                "enable.partition.eof": "true",
            ]
        case .producer:
            [
                "acks": "all", "enable.idempotence": "true", "message.timeout.ms": "0",
                "partitioner": "murmur2_random",
                // Else what follows a refused record would overtake it.
                "enable.gapless.guarantee": "true",
            ]
        }
    }

    private var consumerDefaults: [String: String] {
        [
            "group.id": groupID,
            "allow.auto.create.topics": "false",
            "check.crcs": "true",
            // A record is answered at once; the wait only bounds how long an idle request is held, and so how soon a
            // new assignment is fetched.
            "fetch.min.bytes": "1",
            "fetch.wait.max.ms": "100",
            "max.partition.fetch.bytes": String(largestMessage + 16 * 1024),
            // Never below what librdkafka demands of it, the largest message.
            "fetch.max.bytes": String(max(16 * 1024 * 1024, largestMessage + 16 * 1024, ownLargestMessage)),
            // librdkafka's queue is the only buffer; its defaults (100,000 records, 64 MiB) are for bigger machines.
            "queued.min.messages": "10000",
            "queued.max.messages.kbytes": "16384",
            // Also the pause after the queue was full, which must be shorter than the queue takes to drain.
            "fetch.error.backoff.ms": "100",
        ]
    }

    private var producerDefaults: [String: String] {
        [
            // The relay hands over a whole window at once, which makes batches by itself; waiting for more was
            // measured to cost both latency (2.4 ms a hop instead of 0.2) and throughput.
            "linger.ms": "0",
            // With several requests in flight an acknowledged later one vouches for a failed earlier one, on the
            // broker's word that it checks sequence numbers. Not every broker does (librdkafka's mock does not), and
            // then records are lost; 2.0.2 also has fatal errors after a change of leader. One at a time was measured
            // to be about as fast.
            "max.in.flight.requests.per.connection": "1",
            // A broker refuses a whole batch that exceeds the topic's limit, innocent records included. So a batch of
            // many stays below the smallest limit of any topic (512 KiB); a single large record still goes alone.
            "batch.size": "262144",
            // The broker's own answer that the replicas are late must come before the connection is given up.
            "request.timeout.ms": "6000",
            "queue.buffering.max.messages": "20000",
            "queue.buffering.max.kbytes": "65536",
        ]
    }

    private var ownLargestMessage: Int { values["message.max.bytes"].flatMap(Int.init) ?? 0 }

    /// A librdkafka configuration, owned by the caller until a handle takes it over.
    func makeConfiguration(for role: ClientRole) throws(KafkaError) -> OpaquePointer {
        guard let configuration = rd_kafka_conf_new() else { throw KafkaError(.configure, RD_KAFKA_RESP_ERR__FAIL) }
        do throws(KafkaError) {
            // Sorted within a layer, so that a mistake is always reported as the same one.
            for layer in [defaults(of: role), values, fixed(for: role)] {
                for (name, value) in layer.sorted(by: { $0.key < $1.key }) {
                    try configuration.set(name, value)
                }
            }
        } catch {
            rd_kafka_conf_destroy(configuration)
            throw error
        }
        return configuration
    }
}

extension OpaquePointer {
    fileprivate func set(_ name: String, _ value: String) throws(KafkaError) {
        let (result, text) = withErrorText { rd_kafka_conf_set(self, name, value, $0, $1) }
        switch result {
        case RD_KAFKA_CONF_OK: return
        case RD_KAFKA_CONF_UNKNOWN: throw .refused(property: name, because: "librdkafka knows no such property")
        default:
            // librdkafka's text quotes the value, which may be a secret.
            let isSecret = ["password", "secret", "pem", "token", "oauthbearer"].contains { name.contains($0) }
            throw .refused(property: name, because: isSecret ? "the value is not accepted" : text)
        }
    }
}

extension KafkaError {
    static func refused(property: String, because reason: String) -> KafkaError {
        KafkaError(.configure, RD_KAFKA_RESP_ERR__INVALID_ARG, detail: "\(property): \(reason)")
    }
}

/// Runs a C call that explains its failure in a buffer.
func withErrorText<Value>(_ call: (UnsafeMutablePointer<CChar>?, Int) -> Value) -> (Value, String) {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
        buffer.initialize(repeating: 0)
        let value = call(buffer.baseAddress, buffer.count)
        return (value, buffer.baseAddress.map { String(cString: $0) } ?? "")
    }
}
