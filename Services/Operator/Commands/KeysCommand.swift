import ArgumentParser

/// `kim keys`: the services' key files.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Makes the services' key files.", subcommands: [Init.self])

    /// Makes what is missing.
    struct Init: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes the key files that are missing and the file of public keys; never overwrites a key.",
            discussion: """
                One file for each service, readable by its owner alone, and public-keys.json, which every service reads. \
                Give each service its own file and no other.
                """)

        @Option(help: "The folder of the key files.")
        var directory: String

        @Flag(
            help: "Also a key that signs tokens (development-key.json) and its key set, for KIM_MODE=development.")
        var development = false

        func run() async throws {
            let files = KeyFiles(directory: directory)
            let outcomes = try files.complete() + (development ? files.completeDevelopment() : [])
            for outcome in outcomes {
                print("\(directory)/\(outcome.file)  \(outcome.words)")
            }
        }
    }
}
