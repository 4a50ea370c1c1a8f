import ArgumentParser
import Foundation
import Models
import Pipeline

/// `kim submit`: events from files to the public way in.
struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Sends events in structured mode (CloudEvents JSON) to the submissions topic.",
        discussion: "Exit status 1 when a file was not sent.")

    @OptionGroup var broker: BrokerOptions

    @Argument(help: "The files, one event each.")
    var files: [String]

    @Flag(help: "Send files that are no readable event too, as they are.")
    var raw = false

    @Option(help: "Seconds to wait for the broker.")
    var timeout = 30.0

    func run() async throws {
        let writer = try EventWriter(await broker.access())
        try await writer.require(Topics.submissions, timeout: timeout.seconds)
        var unsent = 0
        for path in files {
            guard let bytes = FileManager.default.contents(atPath: path) else {
                print("\(path)  not sent: cannot be read")
                unsent += 1
                continue
            }
            let file = SubmissionFile(bytes)
            var words = "sent"
            if case .failure(let reason) = file.event {
                guard raw else {
                    print("\(path)  not sent: no readable event (\(reason.rawValue)); --raw sends it as it is")
                    unsent += 1
                    continue
                }
                words = "sent although unreadable (\(reason.rawValue))"
            }
            do {
                let place = try await writer.write(
                    structured: bytes, key: file.key, to: Topics.submissions, timeout: timeout.seconds)
                print("\(path)  \(words)  key \(file.key)  partition \(place.partition)  offset \(place.offset)")
            } catch {
                await writer.close()
                throw Failure("\(path): not sent, nor what follows it: \(error)")
            }
        }
        await writer.close()
        if unsent > 0 { throw ExitCode.failure }
    }
}
