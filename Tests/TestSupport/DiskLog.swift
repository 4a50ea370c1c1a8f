import Foundation
import GRDBSQLite

/// Everything that changed the files of a folder, in order.
public struct DiskLog: Sendable {
    /// One change. Files have numbers: a name may stand for one file after the other.
    enum Step: Sendable {
        case create(Int, name: String)
        case write(Int, at: Int, Data)
        case truncate(Int, to: Int)
        /// With the first sync of a journal or log, SQLite syncs the folder too.
        case sync(Int, withFolder: Bool)
        case delete(name: String, withFolder: Bool)
    }

    private var steps: [Step] = []
    private var numbers: [String: Int] = [:]
    private var files = 0
    private var newLogs: Set<Int> = []

    private var given = 0

    init() {}

    /// A log that begins with files that are safe already.
    init(files: [(name: String, content: Data)]) {
        for (name, content) in files {
            let file = open(name, flags: 0)
            steps += [.write(file, at: 0, content), .sync(file, withFolder: true)]
        }
        given = steps.count
    }

    /// How many changes there were: the moments at which the power can fail.
    public var count: Int { steps.count - given }

    /// The changes before such a moment.
    func steps(before count: Int) -> ArraySlice<Step> { steps.prefix(given + count) }

    mutating func open(_ name: String, flags: Int32) -> Int {
        if let known = numbers[name] { return known }
        defer { files += 1 }
        numbers[name] = files
        if flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL) != 0 { newLogs.insert(files) }
        steps.append(.create(files, name: URL(fileURLWithPath: name).lastPathComponent))
        return files
    }

    mutating func write(_ file: Int, at: Int, bytes: UnsafeRawBufferPointer) {
        steps.append(.write(file, at: at, Data(bytes)))
    }

    mutating func truncate(_ file: Int, to size: Int) {
        steps.append(.truncate(file, to: size))
    }

    mutating func sync(_ file: Int) {
        steps.append(.sync(file, withFolder: newLogs.remove(file) != nil))
    }

    mutating func delete(_ name: String, syncingFolder: Bool) {
        numbers[name] = nil
        steps.append(.delete(name: URL(fileURLWithPath: name).lastPathComponent, withFolder: syncingFolder))
    }
}
