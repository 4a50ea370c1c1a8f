import Models

/// The topics a service reads, with what it does with each type of event, and its timers.
struct Inputs: Sendable {
    private let topics: [String: Topic]
    private let byType: [String: [String: Handler]]
    private let byTopic: [String: Handler]
    let timers: [String: TimerHandler]
    /// The topics' full names, in order.
    let names: [String]

    init(handlers: [Handler], timers: [TimerHandler], prefix: String) {
        var topics: [String: Topic] = [:]
        var byType: [String: [String: Handler]] = [:]
        var byTopic: [String: Handler] = [:]
        for handler in handlers {
            let name = prefix + handler.topic.name
            topics[name] = handler.topic
            if let type = handler.eventType {
                byType[name, default: [:]][type] = handler
            } else {
                byTopic[name] = handler
            }
        }
        self.topics = topics
        self.byType = byType
        self.byTopic = byTopic
        self.timers = Dictionary(timers.map { ($0.name, $0) }) { first, _ in first }
        names = topics.keys.sorted()
    }

    func topic(named name: String) -> Topic? { topics[name] }

    func handler(for type: String, on name: String) -> Handler? { byTopic[name] ?? byType[name]?[type] }
}
