import GRDB

/// Why a store cannot be used.
public struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What stands in the way.
    public enum Reason: Sendable, Equatable {
        /// Another process works on it.
        case inUse
        /// The operating system or SQLite refused, with its code.
        case notOpened(code: Int32)
        /// It was written by a newer version of the service.
        case newerSchema
        /// A setting that the message path rests on did not take effect.
        case settingRefused(String)
    }
    /// What stands in the way.
    public let reason: Reason
    /// The file.
    public let path: String

    /// The words for operations.
    public var description: String {
        switch reason {
        case .inUse: "the store is in use by another process: \(path)"
        case .notOpened(let code): "the store cannot be opened (code \(code)): \(path)"
        case .newerSchema: "the store was written by a newer version: \(path)"
        case .settingRefused(let setting): "the store refused \(setting): \(path)"
        }
    }
}

/// Tells faults of the store from faults of a message.
public enum StoreFault {
    /// True for what the disk, the memory or another connection caused. Such an error fails the whole batch, which is
    /// tried again: inside a savepoint it may have rolled the whole transaction back, and no message is to blame.
    public static func isStoreFault(_ error: any Error) -> Bool {
        if error is CancellationError { return true }
        guard let error = error as? DatabaseError else { return false }
        let codes: [ResultCode] = [
            .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_NOMEM, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_INTERRUPT, .SQLITE_ABORT,
            .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PROTOCOL, .SQLITE_PERM,
        ]
        return codes.contains(error.resultCode)
    }

    /// SQLite's name of the fault; the statement and its arguments stay out of logs.
    public static func words(for error: any Error) -> String {
        guard let error = error as? DatabaseError else { return String(describing: type(of: error)) }
        return "\(error.resultCode) \(error.extendedResultCode.rawValue)"
    }
}
