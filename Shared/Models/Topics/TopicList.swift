/// A topic as `compose/topics.yaml` defines it: what `kim topics apply` creates and `kim topics check` compares.
public struct TopicDefinition: Hashable, Sendable {
    /// Who writes or reads a topic: one of the services, or one of the two kinds of outsiders.
    public enum Party: String, CaseIterable, Sendable {
        case intake
        case caseHandling = "case-handling"
        case supervision
        case statistics
        /// Other systems that send submissions and read receipts.
        case publishers
        /// Whoever reads the published figures.
        case dashboards
    }

    /// The name without the configured prefix (`intake.submissions.v1`).
    public let name: String
    /// The number of partitions; it never changes for a version of a topic.
    public let partitions: Int
    /// The broker's topic settings by their Kafka names.
    public let configuration: [String: String]
    /// Who may write.
    public let writers: [Party]
    /// Who may read.
    public let readers: [Party]
}

/// The one list of topics (`compose/topics.yaml`), read from its text.
public struct TopicList: Hashable, Sendable {
    /// The topics in the order of the file.
    public let topics: [TopicDefinition]

    /// The topic with this name, given without the prefix.
    public func topic(_ name: String) -> TopicDefinition? {
        topics.first { $0.name == name }
    }

    /// Reads the list.
    ///
    /// - Throws: the first thing that is wrong, with its line: an unknown key, a repeated name, a topic whose records
    ///   would not carry the broker's time.
    public static func parse(yaml: String) throws(ConfigurationFileError) -> TopicList {
        let root = try YAMLValue.document(yaml).mapping(["topics"])
        let topics = try root.required("topics").items(distinctBy: "name") {
            (value) throws(ConfigurationFileError) in try TopicDefinition(value)
        }
        return TopicList(topics: topics)
    }
}

extension TopicDefinition {
    init(_ value: YAMLValue) throws(ConfigurationFileError) {
        let fields = try value.mapping(["name", "partitions", "configuration", "writers", "readers"])
        name = try fields.required("name").text("context.what.vN in lower case", where: TopicDefinition.isName)
        partitions = try fields.required("partitions").integer(in: 1...1000)
        configuration = try TopicDefinition.configuration(fields.required("configuration"))
        writers = try TopicDefinition.parties(fields.required("writers"))
        readers = try TopicDefinition.parties(fields.required("readers"))
    }

    private static func configuration(_ value: YAMLValue) throws(ConfigurationFileError) -> [String: String] {
        var settings: [String: String] = [:]
        for (key, setting) in try value.entries() {
            let name = try key.text("a topic setting by its Kafka name") { name in
                name.utf8.allSatisfy { (97...122).contains($0) || $0 == 46 }
            }
            settings[name] = try setting.text()
        }
        // A publisher's own clock must never decide what is early or late.
        guard settings["message.timestamp.type"] == "LogAppendTime" else {
            throw value.refused(
                "the records would not carry the broker's time", accepted: "message.timestamp.type: LogAppendTime"
            )
        }
        return settings
    }

    private static func parties(_ value: YAMLValue) throws(ConfigurationFileError) -> [Party] {
        let parties = try value.distinct { (item) throws(ConfigurationFileError) in try item.choice(of: Party.self) }
        guard !parties.isEmpty else { throw value.refused("the list is empty", accepted: "at least one item") }
        return parties
    }

    private static func isName(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let version = parts.last, version.first == "v", Int(version.dropFirst()) != nil
        else { return false }
        return parts.allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        }
    }
}
