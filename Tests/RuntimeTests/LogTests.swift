import Foundation
import Logging
import Models
import Synchronization
import Testing

@testable import Runtime

@Suite("Logs")
struct LogTests {
    private final class Lines: Sendable {
        private let kept = Mutex<[String]>([])
        var all: [String] { kept.withLock { $0 } }
        func add(_ line: String) { kept.withLock { $0.append(line) } }
    }

    private func logger(_ form: LineLogHandler.Form, _ lines: Lines) -> Logger {
        Logger(label: "test") { _ in
            LineLogHandler(
                service: "intake", level: .info, form: form, clock: { Date(timeIntervalSince1970: 0) },
                write: lines.add)
        }
    }

    @Test("A line is one JSON object that keeps all metadata and never breaks")
    func json() throws {
        let lines = Lines()
        var logger = logger(.json, lines)
        logger[metadataKey: "kept"] = "a"
        logger[metadataKey: "replaced"] = "old"
        logger.warning(
            "two\n\"lines\"",
            metadata: [
                "replaced": "new", "number": "\(7)", "list": ["x", "y\u{1}"], "map": ["inner": ["deep": "\\"]],
            ])
        logger.debug("not wanted")
        #expect(
            lines.all == [
                #"{"timestamp":"1970-01-01T00:00:00.000Z","level":"warning","service":"intake","#
                    + #""message":"two\n\"lines\"","metadata":{"kept":"a","list":["x","y\u0001"],"#
                    + #""map":{"inner":{"deep":"\\"}},"number":"7","replaced":"new"}}"#
            ])
        let read = try JSONValue.parse(Data(lines.all[0].utf8))
        #expect(read["message"]?.stringValue == "two\n\"lines\"")
    }

    @Test("An error is named by its type, since its text may quote what was sent")
    func error() {
        let lines = Lines()
        logger(.json, lines).error("failed", error: NoteService.Broken())
        #expect(lines.all.count == 1)
        #expect(lines.all[0].contains("\"error.type\":\"Broken\""))
        #expect(!lines.all[0].contains("secret words"))
    }

    @Test("At a terminal a line is plain text, still one line")
    func text() {
        let lines = Lines()
        logger(.text, lines).info("a\nb", metadata: ["k": "v"])
        #expect(lines.all == [#"1970-01-01T00:00:00.000Z INFO intake: a\nb k=v"#])
    }
}
