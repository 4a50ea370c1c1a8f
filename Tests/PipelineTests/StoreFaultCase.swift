import GRDB
import TestSupport
import Testing

/// A kind of fault, at every place where it can hit.
struct StoreFaultCase: Sendable, CustomTestStringConvertible {
    /// What the store does while the fault hits.
    enum Moment: Sendable { case working, opening, closing }

    let operation: FaultyFileSystem.Operation
    let code: ResultCode
    var moment = Moment.working
    /// Every so many-th place is looked at; in the long form each of them.
    var stride = 1
    /// Whether nobody notices: SQLite copies the log into the file after the commit and tries that again later.
    var isSilent = false

    var step: Int { Campaign.isLong ? 1 : stride }
    var testDescription: String { "\(operation) \(code), \(moment)" }

    static let once = [
        StoreFaultCase(operation: .write, code: .SQLITE_FULL, stride: 3),
        StoreFaultCase(operation: .write, code: .SQLITE_IOERR_WRITE, stride: 4),
        StoreFaultCase(operation: .write, code: .SQLITE_IOERR_NOMEM, stride: 9),
        StoreFaultCase(operation: .sync, code: .SQLITE_IOERR_FSYNC),
        StoreFaultCase(operation: .read, code: .SQLITE_IOERR_READ, stride: 3),
        StoreFaultCase(operation: .read, code: .SQLITE_IOERR_NOMEM, stride: 12),
        StoreFaultCase(operation: .lock, code: .SQLITE_BUSY),
        StoreFaultCase(operation: .lock, code: .SQLITE_IOERR_SHMLOCK),
        StoreFaultCase(operation: .truncate, code: .SQLITE_IOERR_TRUNCATE, isSilent: true),
        StoreFaultCase(operation: .write, code: .SQLITE_FULL, moment: .closing, stride: 9, isSilent: true),
        StoreFaultCase(operation: .sync, code: .SQLITE_IOERR_FSYNC, moment: .closing, isSilent: true),
        StoreFaultCase(operation: .delete, code: .SQLITE_IOERR_DELETE, moment: .closing, isSilent: true),
    ]

    static let lasting = [
        StoreFaultCase(operation: .write, code: .SQLITE_FULL, stride: 40),
        StoreFaultCase(operation: .write, code: .SQLITE_IOERR_WRITE, stride: 60),
        StoreFaultCase(operation: .sync, code: .SQLITE_IOERR_FSYNC, stride: 4),
        StoreFaultCase(operation: .read, code: .SQLITE_IOERR_READ, stride: 40),
        StoreFaultCase(operation: .lock, code: .SQLITE_IOERR_SHMLOCK, stride: 8),
    ]

    static let opening = [
        StoreFaultCase(operation: .open, code: .SQLITE_CANTOPEN, moment: .opening),
        StoreFaultCase(operation: .look, code: .SQLITE_IOERR_FSTAT, moment: .opening, stride: 2),
        StoreFaultCase(operation: .read, code: .SQLITE_IOERR_READ, moment: .opening),
        StoreFaultCase(operation: .write, code: .SQLITE_FULL, moment: .opening, stride: 7),
        StoreFaultCase(operation: .sync, code: .SQLITE_IOERR_FSYNC, moment: .opening),
        StoreFaultCase(operation: .lock, code: .SQLITE_BUSY, moment: .opening, stride: 3),
        StoreFaultCase(operation: .map, code: .SQLITE_NOMEM, moment: .opening),
    ]
}
