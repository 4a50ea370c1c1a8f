import CRdKafka

/// Creates and describes topics.
public actor TopicAdministration {
    private let executor = QueueExecutor(label: "kafka.administration")
    private let handle: ClientHandle
    private var closing: Task<Bool, Never>?

    /// The administration's own queue.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// No broker needs to be reachable yet.
    ///
    /// - Throws: `configure` for a property that librdkafka does not accept.
    public init(settings: KafkaSettings) throws(KafkaError) {
        // A consumer's handle, because a producer's would at once ask for the right to write.
        handle = try ClientHandle(role: .consumer, settings: settings)
    }

    /// Creates topics; one that exists is left as it is.
    ///
    /// - Returns: what became of each, by name.
    /// - Throws: `createTopics` when the request as a whole failed, also when the broker does not answer in time.
    public func createTopics(
        _ specifications: [TopicSpecification], timeout: Duration
    ) async throws(KafkaError) -> [String: TopicCreation] {
        guard !specifications.isEmpty else { return [:] }
        return try await handle.request(.createTopics) { client in
            Self.create(specifications, client, timeout)
        }
    }

    /// Partitions and properties of topics; one that does not exist is absent.
    ///
    /// - Throws: `describe`, also when the broker does not answer in time.
    public func describe(
        _ topics: [String], timeout: Duration
    ) async throws(KafkaError) -> [String: TopicDescription] {
        try await handle.request(.describe) { client in
            let deadline = ContinuousClock.now + timeout
            return Metadata.topics(topics, of: client, timeout: timeout, operation: .describe).flatMap { found in
                Self.configurations(of: found.keys.sorted(), client, deadline - .now).map { configurations in
                    Dictionary(
                        uniqueKeysWithValues: found.map { name, topic in
                            (
                                name,
                                TopicDescription(
                                    partitions: topic.partitions, replication: topic.replication,
                                    configuration: configurations[name] ?? [:]
                                )
                            )
                        })
                }
            }
        }
    }

    /// Frees the handle.
    ///
    /// - Returns: `false` when it took longer than `deadline` and the handle was abandoned.
    @discardableResult
    public func close(deadline: Duration) async -> Bool {
        if let closing { return await closing.value }
        let task = Task { await handle.destroy(within: deadline) }
        closing = task
        return await task.value
    }

    private static func create(
        _ specifications: [TopicSpecification], _ client: OpaquePointer, _ timeout: Duration
    ) -> Result<[String: TopicCreation], KafkaError> {
        var outcomes: [String: TopicCreation] = [:]
        var topics: [OpaquePointer?] = []
        defer { topics.forEach { rd_kafka_NewTopic_destroy($0) } }
        for specification in specifications {
            let (topic, text) = withErrorText {
                rd_kafka_NewTopic_new(
                    specification.name, Int32(specification.partitions), Int32(specification.replication), $0, $1
                )
            }
            guard let topic else {
                let error = KafkaError(.createTopics, RD_KAFKA_RESP_ERR__INVALID_ARG, detail: text)
                outcomes[specification.name] = .failed(error)
                continue
            }
            topics.append(topic)
            for (name, value) in specification.configuration { rd_kafka_NewTopic_set_config(topic, name, value) }
        }
        guard !topics.isEmpty else { return .success(outcomes) }
        let request = AdminRequest(client: client, operation: .createTopics, timeout: timeout)
        return request.run(RD_KAFKA_ADMIN_OP_CREATETOPICS) { options, queue in
            rd_kafka_CreateTopics(client, &topics, topics.count, options, queue)
        } read: { event in
            var count = 0
            let results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count)
            for result in UnsafeBufferPointer(start: results, count: count) {
                guard let result, let name = rd_kafka_topic_result_name(result) else { continue }
                outcomes[String(cString: name)] = TopicCreation(rd_kafka_topic_result_error(result), of: name)
            }
            return .success(outcomes)
        }
    }

    static func configurations(
        of topics: [String], _ client: OpaquePointer, _ timeout: Duration
    ) -> Result<[String: [String: String]], KafkaError> {
        guard !topics.isEmpty else { return .success([:]) }
        var resources = topics.map { rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, $0) }
        defer { resources.forEach { rd_kafka_ConfigResource_destroy($0) } }
        let request = AdminRequest(client: client, operation: .describe, timeout: timeout)
        return request.run(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS) { options, queue in
            rd_kafka_DescribeConfigs(client, &resources, resources.count, options, queue)
        } read: { event in
            var count = 0
            let result = rd_kafka_event_DescribeConfigs_result(event)
            let found = rd_kafka_DescribeConfigs_result_resources(result, &count)
            var configurations: [String: [String: String]] = [:]
            for resource in UnsafeBufferPointer(start: found, count: count) {
                guard let resource, let name = rd_kafka_ConfigResource_name(resource) else { continue }
                let error = rd_kafka_ConfigResource_error(resource)
                guard error == RD_KAFKA_RESP_ERR_NO_ERROR else {
                    return .failure(KafkaError(.describe, error, detail: String(cString: name)))
                }
                configurations[String(cString: name)] = entries(of: resource)
            }
            return .success(configurations)
        }
    }

    private static func entries(of resource: OpaquePointer) -> [String: String] {
        var count = 0
        let entries = rd_kafka_ConfigResource_configs(resource, &count)
        var values: [String: String] = [:]
        for entry in UnsafeBufferPointer(start: entries, count: count) {
            guard let name = rd_kafka_ConfigEntry_name(entry), let value = rd_kafka_ConfigEntry_value(entry) else {
                continue
            }
            values[String(cString: name)] = String(cString: value)
        }
        return values
    }
}

extension TopicCreation {
    fileprivate init(_ error: rd_kafka_resp_err_t, of topic: UnsafePointer<CChar>) {
        switch error {
        case RD_KAFKA_RESP_ERR_NO_ERROR: self = .created
        case RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS: self = .exists
        default: self = .failed(KafkaError(.createTopics, error, detail: String(cString: topic)))
        }
    }
}
