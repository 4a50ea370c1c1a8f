import Testing

@testable import Models

@Suite("The list of topics")
struct TopicListTests {
    private static func shipped() throws -> TopicList {
        try TopicList.parse(yaml: ShippedFiles.text("topics.yaml"))
    }

    @Test("Every topic carries the broker's time, a policy and as many partitions as agreed")
    func shipped() throws {
        let topics = try Self.shipped().topics
        #expect(topics.count == 18)
        for topic in topics {
            #expect(topic.configuration["message.timestamp.type"] == "LogAppendTime", "\(topic.name)")
            #expect(topic.partitions == (topic.name == "statistics.figures.v1" ? 1 : 6), "\(topic.name)")
            let compacted = topic.configuration["cleanup.policy"] == "compact"
            #expect(compacted == (topic.configuration["retention.ms"] == nil), "\(topic.name)")
        }
    }

    @Test("Every topic that the code names is in the list with the size that the code holds for its limit")
    func sizes() throws {
        let list = try Self.shipped()
        for topic in Topics.all + ServiceName.allCases.flatMap({ [Topics.deadLetters(of: $0), Topics.journal(of: $0)] }) {
            let definition = try #require(list.topic(topic.name), "\(topic.name)")
            #expect(definition.configuration["max.message.bytes"] == String(topic.maximumBytes), "\(topic.name)")
            #expect(
                (definition.configuration["cleanup.policy"] == "compact") == (topic.kind == .state)
                    || topic == Topics.figures, "\(topic.name)")
        }
    }

    @Test("Each service keeps a journal that nobody else reads, and plain dead letters no longer than their source")
    func ownTopics() throws {
        let list = try Self.shipped()
        for service in ServiceName.allCases {
            let journal = try #require(list.topic("\(service.rawValue).journal.v1"))
            #expect(journal.readers.map(\.rawValue) == [service.rawValue])
            #expect(journal.writers == journal.readers)
        }
        let submissions = try #require(list.topic("intake.submissions.v1"))
        let deadLetters = try #require(list.topic("intake.dead-letters.v1"))
        #expect(deadLetters.configuration["retention.ms"] == submissions.configuration["retention.ms"])
    }

    @Test("Outsiders write submissions only, and read receipts and figures only")
    func outsiders() throws {
        let topics = try Self.shipped().topics
        let outsiders: Set<TopicDefinition.Party> = [.publishers, .dashboards]
        let written = topics.filter { !outsiders.isDisjoint(with: $0.writers) }
        let read = topics.filter { !outsiders.isDisjoint(with: $0.readers) }
        #expect(written.map(\.name) == ["intake.submissions.v1"])
        #expect(read.map(\.name) == ["intake.receipts.v1", "statistics.figures.v1"])
    }

    static let good = """
        topics:
          - name: a.b.v1
            partitions: 6
            configuration: {message.timestamp.type: LogAppendTime}
            writers: [intake]
            readers: [intake]
        """

    @Test(
        "A wrong list is refused with its line",
        arguments: [
            ("partitions: 6", "partitions: 0", 3, "from 1 to"),
            ("partitions: 6", "partition: 6", 3, "unknown key"),
            ("name: a.b.v1", "name: kim.a.b.v1", 2, "context.what.vN"),
            ("name: a.b.v1", "name: a.b", 2, "context.what.vN"),
            ("LogAppendTime", "CreateTime", 4, "LogAppendTime"),
            ("{message.timestamp.type: LogAppendTime}", "{}", 4, "LogAppendTime"),
            ("writers: [intake]", "writers: [nobody]", 5, "publishers"),
            ("readers: [intake]", "readers: []", 6, "at least one"),
            (
                "readers: [intake]",
                "readers: [intake]\n  - {name: a.b.v1, partitions: 6, writers: [intake], readers: [intake], "
                    + "configuration: {message.timestamp.type: LogAppendTime}}", 7, "twice"
            ),
        ]
    )
    func refused(replace: String, with: String, line: Int, says: String) throws {
        #expect(throws: Never.self) { try TopicList.parse(yaml: Self.good) }
        let text = Self.good.replacing(replace, with: with)
        let error = #expect(throws: ConfigurationFileError.self) { try TopicList.parse(yaml: text) }
        #expect(error?.line == line)
        #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
    }
}
