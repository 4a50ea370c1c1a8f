import ArgumentParser
import Foundation
import Models

/// `kim outbox`: what waits for publication, and publishing again what a broker may have lost.
struct OutboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox", abstract: "Shows what waits for publication, and publishes again.",
        subcommands: [List.self, Resend.self], defaultSubcommand: List.self)

    /// Shows what waits.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows how much waits, since when, and the topics that refuse events.",
            discussion: "Exit status 1 when a topic refuses events.")

        @OptionGroup var services: ServicesOptions

        func run() async throws {
            var table = TextTable("service", "waiting", "since", "refusing topics")
            var isRefused = false
            for (address, client) in try await services.clients() {
                let outbox = try await client.outbox()
                isRefused = isRefused || !outbox.stopped.isEmpty
                table.add([
                    address.service.rawValue, String(outbox.pending), outbox.oldest?.formatted(.iso8601) ?? "",
                    outbox.stopped.map { "\($0.topic): \($0.error)" }.joined(separator: "; "),
                ])
            }
            for line in table.lines { print(line) }
            if isRefused { throw ExitCode.failure }
        }
    }

    /// Publishes again.
    struct Resend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Publishes again, with the same ids, what a broker may have lost.",
            discussion: "Readers drop what they know already. Published events are kept for a day.")

        @OptionGroup var services: ServicesOptions

        @Argument(help: "One service; all where none is named.")
        var service: ServiceName?

        @Option(help: "Everything published at or after this instant, as 2026-11-24T09:00:00+01:00.")
        var since: String?

        @Flag(help: "The current state of every aggregate, however old.")
        var states = false

        func run() async throws {
            let asking: ServiceClient.Resend
            switch (since, states) {
            case (let text?, false):
                guard Instant.parse(text) != nil else {
                    throw Failure("--since \(text): not accepted; an instant as 2026-11-24T09:00:00+01:00")
                }
                asking = .init(since: text)
            case (nil, true): asking = .init(states: true)
            default: throw Failure("one of --since and --states is needed")
            }
            for (address, client) in try await services.clients() where service == nil || service == address.service {
                let events = try await client.resend(asking)
                print("\(address.service.rawValue)  events published again: \(events)")
            }
        }
    }
}

extension ServiceName: ExpressibleByArgument {}
