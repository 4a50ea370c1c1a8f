import Foundation
import Logging
import Models
import Synchronization

/// Writes each log event as one line: JSON, or plain text for a person at a terminal.
struct LineLogHandler: LogHandler {
    enum Form: Sendable {
        case json, text
    }

    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel: Logger.Level
    private let service: String
    private let form: Form
    private let clock: @Sendable () -> Date
    private let write: @Sendable (String) -> Void

    /// - Parameter write: gets each line without its end, from any thread.
    init(
        service: String, level: Logger.Level, form: Form, clock: @Sendable @escaping () -> Date = { Date() },
        write: @Sendable @escaping (String) -> Void
    ) {
        (self.service, logLevel, self.form, self.clock, self.write) = (service, level, form, clock, write)
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        // The type alone: an error's text may quote what was sent.
        if let error = event.error { all["error.type"] = .string(String(describing: type(of: error))) }
        let time = Instant.text(clock())
        switch form {
        case .json: write(json(event, all, time))
        case .text: write(text(event, all, time))
        }
    }

    private func json(_ event: LogEvent, _ metadata: Logger.Metadata, _ time: String) -> String {
        var members = [
            JSONMember(name: "timestamp", value: .string(time)),
            JSONMember(name: "level", value: .string(event.level.rawValue)),
            JSONMember(name: "service", value: .string(service)),
            JSONMember(name: "message", value: .string(event.message.description)),
        ]
        if !metadata.isEmpty {
            members.append(JSONMember(name: "metadata", value: Self.json(.dictionary(metadata))))
        }
        return String(decoding: JSONValue.object(members).encoded(), as: UTF8.self)
    }

    private static func json(_ value: Logger.MetadataValue) -> JSONValue {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let value): .string(value.description)
        case .array(let values): .array(values.map(json))
        case .dictionary(let values):
            .object(values.sorted { $0.key < $1.key }.map { JSONMember(name: $0.key, value: json($0.value)) })
        }
    }

    private func text(_ event: LogEvent, _ metadata: Logger.Metadata, _ time: String) -> String {
        let level = event.level.rawValue.uppercased()
        let pairs = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let line = "\(time) \(level) \(service): \(event.message)\(pairs)"
        return line.replacing("\r", with: "\\r").replacing("\n", with: "\\n")
    }
}
