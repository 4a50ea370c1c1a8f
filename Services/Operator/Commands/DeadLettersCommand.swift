import ArgumentParser
import Foundation
import Pipeline

/// `kim dead-letters`: messages that the services set aside, and what becomes of them.
struct DeadLettersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letters", abstract: "Shows what the services set aside, and decides about it.",
        discussion: """
            On topics between the services, later messages of a failed message's key wait behind it; a decision about \
            the first lets them go on. Every look and every decision is audited.
            """,
        subcommands: [List.self, Show.self, Retry.self, Discard.self], defaultSubcommand: List.self)

    /// Lists what was set aside.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists what was set aside, without contents.")

        @OptionGroup var services: ServicesOptions

        func run() async throws {
            var table = TextTable("id", "service", "topic", "partition", "offset", "time", "cause", "detail", "key")
            for (address, client) in try await services.clients() {
                for item in try await client.deadLetters() {
                    table.add([
                        item.id, address.service.rawValue, item.topic, String(item.partition), String(item.offset),
                        item.occurredAt.formatted(.iso8601), item.cause.rawValue, item.detail, item.key ?? "",
                    ])
                }
            }
            for line in table.lines { print(line) }
        }
    }

    /// Shows the form of one message.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one message; every value that may be personal is masked.")

        @OptionGroup var services: ServicesOptions

        @Argument(help: "The id from the list.")
        var id: String

        func run() async throws {
            let (address, _, content) = try await services.deadLetter(id)
            let item = content.item
            print("\(address.service.rawValue)  \(item.topic)/\(item.partition)/\(item.offset)")
            print("\(item.occurredAt.formatted(.iso8601))  \(item.cause.rawValue)  \(item.detail)")
            for header in content.headers { print("\(header.name): \(header.value)") }
            print(content.body)
        }
    }

    /// Handles a message once more.
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Handles a message once more, then what waited behind it.",
            discussion: "Exit status 1 when one still fails.")

        @OptionGroup var services: ServicesOptions

        @Argument(help: "The id from the list.")
        var id: String

        func run() async throws { try await services.decide("retries", id) }
    }

    /// Gives a message up.
    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives a message up for good, then handles what waited behind it.")

        @OptionGroup var services: ServicesOptions

        @Argument(help: "The id from the list.")
        var id: String

        func run() async throws { try await services.decide("discards", id) }
    }
}

extension ServicesOptions {
    /// The service that has a letter, and the letter.
    fileprivate func deadLetter(_ id: String) async throws -> (ServiceAddress, ServiceClient, DeadLetterContent) {
        for (address, client) in try await clients() {
            if let content = try await client.deadLetter(id) { return (address, client, content) }
        }
        throw Failure("\(id): no service has set this aside; `kim dead-letters` lists what is there")
    }

    fileprivate func decide(_ decision: String, _ id: String) async throws {
        let (address, client, _) = try await deadLetter(id)
        let result = try await client.decide(decision, id)
        print("\(address.service.rawValue)  handled: \(result.handled)")
        guard let failed = result.failed else { return }
        print("\(address.service.rawValue)  the message that is first now still fails: \(failed.rawValue)")
        if decision == "retries" { throw ExitCode.failure }
    }
}
