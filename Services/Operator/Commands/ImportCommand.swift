import ArgumentParser
import Foundation
import Models
import Pipeline

/// `kim import`: lists of offices that have no interface.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Sends each row of a list (CSV) as a submission, after a dry run.",
        discussion: """
            Without --send nothing is sent: every row is put before Intake, and the report says what would become of \
            it. With --send too, every row is put before Intake first; one in error holds back all of them unless \
            --skip-errors leaves those out. The same row gets the same event id and receipt however often it is \
            imported, so that an import that was interrupted is repeated; rows that then stand there as sent "unknown" \
            may have been taken, and are not taken twice. Reports name lines, columns and codes, never \
            what stands in the list. Exit status 1 when a row is in error or was not sent.
            """)

    @OptionGroup var services: ServicesOptions

    @Argument(help: "The list.")
    var file: String

    @Option(help: "What its columns mean (YAML).")
    var map: String

    @Flag(help: "Send, after the dry run.")
    var send = false

    @Flag(help: "With --send: leave rows in error out and send the others.")
    var skipErrors = false

    @Option(help: "A file for the report (CSV).")
    var report: String?

    private static let patience = 60.0

    func validate() throws {
        guard send || !skipErrors else { throw ValidationError("--skip-errors: only with --send") }
    }

    func run() async throws {
        let rows = try list().rows
        var outcome = ImportReport(results: [])
        let failure = await run(rows, try await sender(), &outcome)
        for line in outcome.table.lines { print(line) }
        print(outcome.summary)
        if let report { try write(outcome.csv, to: report) }
        if let failure { throw failure }
        if outcome.errors > 0 { throw ExitCode.failure }
    }

    /// Asks and sends; keeps what was answered before something stopped it.
    private func run(_ rows: [ImportRow], _ sender: SubmissionSender, _ outcome: inout ImportReport) async -> Failure? {
        do throws(Failure) {
            for row in rows { outcome.results.append(try await sender.rehearse(row)) }
            guard send else { return nil }
            guard outcome.errors == 0 || skipErrors else {
                return Failure("nothing was sent: \(outcome.errors) rows are in error; --skip-errors leaves them out")
            }
            let good = zip(rows, outcome.results).filter { !$0.1.isError }.map(\.0)
            for batch in SubmissionSender.batches(good) {
                switch try await sender.send(batch) {
                case .answered(let results): for result in results { outcome.replace(result) }
                case .open(let failure):
                    outcome.leaveOpen(batch)
                    throw failure
                }
            }
            return nil
        } catch {
            return Failure("\(error); the import can be repeated")
        }
    }

    private func list() throws(Failure) -> ImportList {
        let yaml = String(decoding: try content(self.map), as: UTF8.self)
        let map: ImportMap
        do throws(ConfigurationFileError) { map = try .parse(yaml: yaml) } catch {
            throw Failure("\(self.map): \(error)")
        }
        let bytes = try content(file)
        let records: [CSVRecord]
        do throws(CSVFault) {
            records = try CSVReader.records(map.encoding.text(of: bytes), separator: map.separator)
        } catch {
            throw Failure("\(file): \(error)")
        }
        return try ImportList(records, map, time: Date())
    }

    private func content(_ path: String) throws(Failure) -> Data {
        guard let bytes = FileManager.default.contents(atPath: path) else { throw Failure("\(path): cannot be read") }
        return bytes
    }

    private func sender() async throws -> SubmissionSender {
        // A batch is a hundred transactions, and no answer leaves open what became of them.
        let clients = try await services.clients(patience: ImportCommand.patience)
        guard let intake = clients.first(where: { $0.address.service == .intake })?.client else {
            throw Failure("intake: no such service")
        }
        return SubmissionSender(
            post: { await intake.post($0, as: $1, to: $2) }, pause: { await Signal().wait(atMost: $0) },
            refusal: { intake.refusal($0, of: $1, needing: .publisher) })
    }

    private func write(_ text: String, to path: String) throws(Failure) {
        do { try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
            throw Failure("\(path): the report cannot be written")
        }
    }
}
