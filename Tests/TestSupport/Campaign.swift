import Foundation

/// How the long campaigns of `compose/prove` differ from the short forms that are part of every test run.
public enum Campaign {
    /// Whether the long form is asked for (`KIM_PROVE=1`).
    public static let isLong = ProcessInfo.processInfo.environment["KIM_PROVE"] == "1"

    /// Adds a line to the report: the file that `KIM_REPORT` names. Without it nothing is written.
    public static func report(_ line: String) throws {
        guard let path = ProcessInfo.processInfo.environment["KIM_REPORT"] else { return }
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        try FileHandle(fileDescriptor: file, closeOnDealloc: true).write(contentsOf: Data((line + "\n").utf8))
    }
}
