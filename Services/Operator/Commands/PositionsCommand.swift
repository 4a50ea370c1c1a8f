import ArgumentParser
import Foundation
import Models

/// `kim positions`: where the services stand in their topics, and the way on when those are not the ones they were
/// reading.
struct PositionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "positions", abstract: "Shows where the services stand in their topics, and lets one go on.",
        discussion: """
            A service that finds another topic, cluster or number of partitions than its store knows, or messages gone \
            that it never read, consumes nothing until one of the acceptances below.
            """,
        subcommands: [List.self, Accept.self, AcceptLoss.self], defaultSubcommand: List.self)

    /// Shows positions and trouble.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows every position, and what stands in the way.",
            discussion: "Exit status 1 when something stands in the way of a service, or one gives no answer.")

        @OptionGroup var services: ServicesOptions

        func run() async throws {
            var table = TextTable("service", "topic", "partition", "next")
            var troubles: [String] = []
            for (address, client) in try await services.clients() {
                let positions: ServiceClient.Positions
                do throws(Failure) { positions = try await client.positions() } catch {
                    troubles.append(error.description)
                    continue
                }
                for position in positions.partitions {
                    table.add([
                        address.service.rawValue, position.topic, String(position.partition), String(position.next),
                    ])
                }
                if let trouble = positions.trouble {
                    troubles.append("\(address.service.rawValue): \(trouble.description)")
                }
            }
            for line in table.lines + troubles { print(line) }
            guard troubles.isEmpty else { throw ExitCode.failure }
        }
    }

    /// Goes on with what is there now.
    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets the services go on with a topic as it is now.",
            discussion: "A topic that was made anew is read from its beginning; what was handled before is dropped.")

        @OptionGroup var services: ServicesOptions

        @Argument(help: "The topic's full name, or cluster.")
        var topic: String

        func run() async throws { try await services.accept(topic, loss: false) }
    }

    /// Goes on behind what is gone.
    struct AcceptLoss: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets the services go on behind messages that are gone and were never read: they stay lost.")

        @OptionGroup var services: ServicesOptions

        @Argument(help: "The topic's full name.")
        var topic: String

        func run() async throws { try await services.accept(topic, loss: true) }
    }
}

extension ServicesOptions {
    /// Tells every service that has trouble with the topic to go on.
    fileprivate func accept(_ topic: String, loss: Bool) async throws {
        var accepted = 0
        for (address, client) in try await clients() {
            guard let trouble = try await client.positions().trouble, trouble.topic == topic else { continue }
            guard trouble.loss == loss else {
                throw Failure("\(address.service.rawValue): \(trouble.description)")
            }
            try await client.accept(topic, loss: loss)
            print("\(address.service.rawValue)  goes on; it was: \(trouble.description)")
            accepted += 1
        }
        guard accepted > 0 else { throw Failure("\(topic): no service has trouble with it") }
    }
}
