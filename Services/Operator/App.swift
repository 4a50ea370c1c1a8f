import ArgumentParser

/// The operator's command line.
@main
struct Kim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kim",
        abstract: "Operates the services of Kommunales Integrationsmanagement.",
        discussion: """
            Settings come from the environment as for the services (KIM_KAFKA_BOOTSTRAP_SERVERS, KIM_TOPIC_PREFIX, \
            KIM_KAFKA_<LIBRDKAFKA_PROPERTY>); options override them.
            Exit status: 0 done, 1 not done or not as it should be (the reason is printed), 64 wrong usage.
            """,
        subcommands: [
            TopicsCommand.self, KeysCommand.self, SubmitCommand.self, ImportCommand.self, WatchCommand.self,
            StatusCommand.self, PositionsCommand.self, DeadLettersCommand.self, OutboxCommand.self, TokenCommand.self,
            LoginCommand.self,
        ])
}
