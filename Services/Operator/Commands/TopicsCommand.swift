import ArgumentParser
import Foundation
import Models
import Pipeline

/// `kim topics`: the list of topics against the broker.
struct TopicsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topics", abstract: "Creates the topics of the list, or compares them with the broker's.",
        subcommands: [Apply.self, Check.self])

    /// What both subcommands need.
    struct ListOptions: ParsableArguments {
        @Option(help: "The list of topics.")
        var file = "compose/topics.yaml"

        @Option(help: "Seconds to wait for the broker.")
        var timeout = 30.0

        func list() throws(Failure) -> TopicList {
            guard let data = FileManager.default.contents(atPath: file) else {
                throw Failure("\(file): cannot be read; --file names the list of topics")
            }
            do throws(ConfigurationFileError) {
                return try TopicList.parse(yaml: String(decoding: data, as: UTF8.self))
            } catch {
                throw Failure("\(file): \(error)")
            }
        }
    }

    /// Creates what is missing and says what differs.
    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Creates the topics that are missing; never changes one that is there.",
            discussion: "Exit status 1 when a topic could not be created or one that is there differs from the list.")

        @OptionGroup var broker: BrokerOptions
        @OptionGroup var options: ListOptions

        @Option(help: "How many brokers hold each partition of a new topic.")
        var replication = 1

        func run() async throws {
            let list = try options.list()
            let access = try await broker.access()
            let client = try TopicAdministrationClient(access)
            let outcomes = try await client.create(
                list.topics, replication: replication, timeout: options.timeout.seconds)
            var refused = false
            for topic in list.topics {
                let words: String
                switch outcomes[topic.name] {
                case .created: words = "created"
                case .exists: words = "there already"
                case .refused(let reason):
                    words = "refused: \(reason)"
                    refused = true
                case nil:
                    words = "no answer"
                    refused = true
                }
                print("\(access.topicPrefix)\(topic.name)  \(words)")
            }
            let there = list.topics.map(\.name).filter { outcomes[$0] == .exists }
            let found = try await client.describe(there, timeout: options.timeout.seconds)
            await client.close()
            let known = TopicDifference.all(list, found: found, prefix: access.topicPrefix)
                .filter { $0.property != "topic" }
            try report(known, otherwise: nil)
            if refused { throw ExitCode.failure }
        }
    }

    /// Compares without changing anything.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compares partitions and settings, the source of the records' time included.",
            discussion: "Exit status 1 when a topic is missing or differs from the list.")

        @OptionGroup var broker: BrokerOptions
        @OptionGroup var options: ListOptions

        func run() async throws {
            let list = try options.list()
            let access = try await broker.access()
            let client = try TopicAdministrationClient(access)
            let found = try await client.describe(list.topics.map(\.name), timeout: options.timeout.seconds)
            await client.close()
            try report(
                TopicDifference.all(list, found: found, prefix: access.topicPrefix),
                otherwise: "\(list.topics.count) topics are as \(options.file) says")
        }
    }
}

private func report(_ differences: [TopicDifference], otherwise words: String?) throws(ExitCode) {
    guard differences.isEmpty else {
        for line in TopicDifference.table(differences).lines { print(line) }
        throw ExitCode.failure
    }
    if let words { print(words) }
}
