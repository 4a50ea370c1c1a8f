import Models
import Pipeline

/// A topic that is not as the list says.
struct TopicDifference: Equatable {
    /// The topic's full name.
    var topic: String
    /// `topic`, `partitions` or a topic setting by its Kafka name.
    var property: String
    /// What the list says.
    var expected: String
    /// What the broker has.
    var found: String

    /// What differs, in the order of the list. Settings that the list does not name are the broker's own affair.
    static func all(
        _ list: TopicList, found topics: [String: TopicAdministrationClient.Facts], prefix: String
    ) -> [TopicDifference] {
        list.topics.flatMap { topic -> [TopicDifference] in
            let name = prefix + topic.name
            guard let facts = topics[topic.name] else {
                return [TopicDifference(topic: name, property: "topic", expected: "exists", found: "missing")]
            }
            var differences: [TopicDifference] = []
            func compare(_ property: String, _ expected: String, _ found: String?) {
                guard expected != found else { return }
                differences.append(
                    TopicDifference(topic: name, property: property, expected: expected, found: found ?? "not told"))
            }
            compare("partitions", String(topic.partitions), String(facts.partitions))
            for (property, expected) in topic.configuration.sorted(by: { $0.key < $1.key }) {
                compare(property, expected, facts.configuration[property])
            }
            return differences
        }
    }

    /// The differences as a table.
    static func table(_ differences: [TopicDifference]) -> TextTable {
        var table = TextTable("topic", "property", "expected", "found")
        for difference in differences {
            table.add([difference.topic, difference.property, difference.expected, difference.found])
        }
        return table
    }
}
