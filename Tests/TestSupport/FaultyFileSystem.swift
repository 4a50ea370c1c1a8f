import Foundation
import GRDBSQLite
import Synchronization

/// A folder whose SQLite files fail at will: the n-th operation of a kind, once or until the fault is cleared.
/// It also keeps the log from which the files after a power loss are made.
///
/// A layer between SQLite and the operating system, the default for all stores that are opened after the first of these
/// was made. Files in other folders pass it by untouched.
public final class FaultyFileSystem: Sendable {
    /// What SQLite asks of the operating system. Temporary files count where they were claimed.
    public enum Operation: Sendable, CaseIterable {
        case open, read, write, truncate, sync, delete
        /// A question about a file: whether it exists, how large it is.
        case look
        /// A lock on the file or in the shared memory of the log; giving one up never fails.
        case lock
        /// Mapping the shared memory of the log.
        case map
    }

    private let folder: String
    let plan = FaultPlan()

    /// Looks after the folder at this path, which must exist, for as long as it lives.
    public init(folder: String) throws {
        guard FaultyVFS.registration == SQLITE_OK else { throw NotRegistered(code: FaultyVFS.registration) }
        // SQLite hands over paths without symbolic links.
        self.folder = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path + "/"
        FaultyVFS.plans.withLock { $0[self.folder] = plan }
    }

    deinit {
        FaultyVFS.plans.withLock { $0[folder] = nil }
    }

    /// SQLite did not take the layer.
    public struct NotRegistered: Error {
        /// SQLite's code.
        public let code: Int32
    }

    /// Lets the n-th operation of this kind from now on fail, counted from 1, and as many after it as `times` says.
    /// Replaces what was set before.
    public func fail(_ operation: Operation, with code: Int32, at n: Int, times: Int = 1) {
        plan.set(FaultPlan.Fault(operation: operation, code: code, countdown: n, remaining: times))
    }

    /// Takes the fault back and returns how often it was met.
    @discardableResult
    public func clear() -> Int { plan.clear() }

    /// Keeps a log from now on of what changes the files, which ``DiskLog/afterPowerLoss(at:seed:)`` needs.
    ///
    /// Call it before a store of the folder is opened, else that store's files are not in the log.
    ///
    /// - Parameter files: what lies there already, all of it synced.
    public func record(over files: [String: Data] = [:]) {
        plan.record(DiskLog(files: files.map { (folder + $0.key, $0.value) }))
    }

    /// What was done since ``record()``; empty without it.
    public var log: DiskLog { plan.log }

    /// Counts the temporary files that SQLite opens inside the block on this thread to the folder: they have no path.
    public func claimingTemporaryFiles<Value>(_ work: () throws -> Value) rethrows -> Value {
        let threadLocal = Thread.current.threadDictionary
        threadLocal[FaultyVFS.claim] = plan
        defer { threadLocal[FaultyVFS.claim] = nil }
        return try work()
    }
}

/// What is to fail in one folder, shared with the files that are open there.
final class FaultPlan: Sendable {
    struct Fault {
        let operation: FaultyFileSystem.Operation
        let code: Int32
        var countdown: Int
        var remaining: Int
    }

    private let state = Mutex<(fault: Fault?, fired: Int)>((nil, 0))
    private let recorded = Mutex<DiskLog?>(nil)

    var log: DiskLog { recorded.withLock { $0 ?? DiskLog() } }

    func record(_ log: DiskLog) {
        recorded.withLock { $0 = log }
    }

    /// Changes the log if there is one.
    func note<Value>(_ change: (inout DiskLog) -> Value) -> Value? {
        recorded.withLock { log in
            guard var known = log.take() else { return nil }
            defer { log = known }
            return change(&known)
        }
    }

    func set(_ fault: Fault) {
        state.withLock { $0 = (fault, 0) }
    }

    func clear() -> Int {
        state.withLock { state in
            defer { state = (nil, 0) }
            return state.fired
        }
    }

    /// The code to fail with, if it is this operation's turn.
    func turn(of operation: FaultyFileSystem.Operation) -> Int32? {
        state.withLock { state in
            guard var fault = state.fault, fault.operation == operation, fault.remaining > 0 else { return nil }
            if fault.countdown > 1 {
                fault.countdown -= 1
                state.fault = fault
                return nil
            }
            fault.remaining -= 1
            state = (fault, state.fired + 1)
            return fault.code
        }
    }
}
