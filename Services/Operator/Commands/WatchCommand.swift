import ArgumentParser
import Foundation
import Models
import Pipeline

extension EventReader.Start: ExpressibleByArgument {}

/// `kim watch`: what goes over topics, one line an event.
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Shows the events of topics, one line each: time, topic, key, type, content.",
        discussion: """
            Nothing sealed is opened; of submissions and dead letters the content is not shown. It goes on until \
            interrupted, or until --count or --timeout. Exit status 1 when --timeout came before --count.
            """)

    @OptionGroup var broker: BrokerOptions

    @Argument(help: "The topics, with or without the prefix, for example intake.receipts.v1.")
    var topics: [String]

    @Option(help: "Where to begin: beginning or end.")
    var from = EventReader.Start.end

    @Option(help: "Stop after so many events.")
    var count: Int?

    @Option(help: "Stop after so many seconds.")
    var timeout: Double?

    private static let pollWait: Duration = .milliseconds(500)
    private static let startLimit: Duration = .seconds(30)

    func run() async throws {
        let access = try await broker.access()
        let names = topics.map {
            $0.hasPrefix(access.topicPrefix) ? String($0.dropFirst(access.topicPrefix.count)) : $0
        }
        let reader = try EventReader(access)
        _ = try await reader.start(names, from: from, timeout: WatchCommand.startLimit)
        let end = timeout.map { ContinuousClock.now + $0.seconds }
        var shown = 0
        while shown < count ?? .max {
            let left = end.map { $0 - .now } ?? WatchCommand.pollWait
            guard left > .zero else { break }
            let records = try await reader.next(timeout: min(left, WatchCommand.pollWait))
            for record in records.prefix((count ?? .max) - shown) {
                // Not `print`, which keeps lines back when it writes into a pipe.
                FileHandle.standardOutput.write(Data("\(EventLine(record))\n".utf8))
                shown += 1
            }
        }
        await reader.close()
        if let count, shown < count { throw Failure("\(shown) of \(count) events in time") }
    }
}
