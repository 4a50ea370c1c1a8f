import Models

/// A pair of topics: where submissions come in, and where their receipts go (contracts 1).
///
/// A Kafka record carries no sender, so that the topic is what tells whose a `source` may be; a request does.
struct WayIn: Sendable, Hashable {
    /// Where submissions come in.
    let submissions: Topic
    /// Where the receipts go.
    let receipts: Topic
    /// The id of the publisher whose own pair it is; `nil` for the shared pair.
    let owner: String?

    /// Who is known to send; `nil` on topics.
    var sender: Sender?

    /// Who sends over HTTP.
    enum Sender: Hashable, Sendable {
        /// No publisher of the territory.
        case stranger
        /// The publisher with this id.
        case publisher(String)
    }

    /// The pair of all publishers that have none of their own.
    static let shared = WayIn(submissions: Topics.submissions, receipts: Topics.receipts, owner: nil)

    /// The pair that HTTP stands for when a publisher sends; who names none, or an unknown one, may send nothing.
    static func http(from publisherID: String?, in territory: Territory) -> WayIn {
        let publisher = territory.publishers.first { $0.id == publisherID }
        var way = publisher.map { $0.ownTopics ? own(of: $0) : shared } ?? shared
        way.sender = publisher.map { .publisher($0.id) } ?? .stranger
        return way
    }

    /// The pair of one publisher alone.
    static func own(of publisher: Territory.Publisher) -> WayIn {
        WayIn(
            submissions: Topic(
                "\(Topics.submissions.name).\(publisher.id)", .publicWayIn,
                maximumBytes: Topics.submissions.maximumBytes),
            receipts: Topic(
                "\(Topics.receipts.name).\(publisher.id)", .outward, maximumBytes: Topics.receipts.maximumBytes),
            owner: publisher.id)
    }

    /// Every pair of a territory.
    static func all(of territory: Territory) -> [WayIn] {
        [shared] + territory.publishers.filter(\.ownTopics).map(own)
    }

    /// The publisher of a `source`, where the source may come this way.
    func publisher(of source: String, in territory: Territory) -> Territory.Publisher? {
        territory.publisher(forSource: source).flatMap { publisher in
            guard (publisher.ownTopics ? publisher.id : nil) == owner else { return nil }
            return sender == nil || sender == .publisher(publisher.id) ? publisher : nil
        }
    }
}
