import Foundation
import GRDB
import TestSupport
import Testing

@testable import Pipeline

/// A kind of fault, at every place where it can hit.
struct StoreFaultCase: Sendable, CustomTestStringConvertible {
    let operation: FaultyFileSystem.Operation
    let code: ResultCode
    /// Every so many-th place is looked at; with KIM_FAULTS=all each of them.
    var stride = 1
    /// Whether nobody notices: SQLite copies the log into the file after the commit and tries that again later.
    var isSilent = false

    var step: Int { ProcessInfo.processInfo.environment["KIM_FAULTS"] == "all" ? 1 : stride }
    var testDescription: String { "\(operation) \(code)" }

    static let whileHandling = [
        StoreFaultCase(operation: .write, code: .SQLITE_FULL, stride: 3),
        StoreFaultCase(operation: .write, code: .SQLITE_IOERR_WRITE, stride: 4),
        StoreFaultCase(operation: .write, code: .SQLITE_IOERR_NOMEM, stride: 9),
        StoreFaultCase(operation: .sync, code: .SQLITE_IOERR_FSYNC),
        StoreFaultCase(operation: .read, code: .SQLITE_IOERR_READ, stride: 3),
        StoreFaultCase(operation: .lock, code: .SQLITE_BUSY),
        StoreFaultCase(operation: .lock, code: .SQLITE_IOERR_SHMLOCK),
        StoreFaultCase(operation: .truncate, code: .SQLITE_IOERR_TRUNCATE, isSilent: true),
    ]

    static let whileOpening = [
        StoreFaultCase(operation: .open, code: .SQLITE_CANTOPEN),
        StoreFaultCase(operation: .read, code: .SQLITE_IOERR_READ),
        StoreFaultCase(operation: .write, code: .SQLITE_FULL, stride: 7),
        StoreFaultCase(operation: .sync, code: .SQLITE_IOERR_FSYNC),
        StoreFaultCase(operation: .lock, code: .SQLITE_BUSY, stride: 3),
        StoreFaultCase(operation: .map, code: .SQLITE_NOMEM),
    ]
}

@Suite("Faults of the store", .timeLimit(.minutes(5)))
struct StoreFaultTests {
    @Test(
        "Wherever the disk fails, once, the end is as if it had not: nothing lost, doubled or set aside",
        arguments: StoreFaultCase.whileHandling)
    func survivesOneFault(_ fault: StoreFaultCase) async throws {
        let disk = try await FaultyStore()
        var expected: [RoundState] = []
        var (round, n, met, failures, quiet) = (0, 1, 0, 0, 0)
        // Two rounds without a fault: their number of operations may differ a little.
        while quiet < 2 {
            round += 1
            let failed = try await disk.handle(round) { [n] in
                disk.faults.fail(fault.operation, with: fault.code.rawValue, at: n)
            }
            let fired = disk.faults.clear()
            (met, failures, quiet) = (met + fired, failures + failed, fired == 0 ? quiet + 1 : 0)
            expected.append(try await Undisturbed.shared.state(after: round))
            let found = try await disk.state(of: round)
            try #require(found.differences(from: expected[round - 1]).isEmpty, "\(fault.operation) number \(n)")
            n += fault.step
        }
        #expect(met > 0)
        #expect((failures == 0) == fault.isSilent)
        try await disk.reopen()
        try await disk.verify(expected)
    }

    @Test(
        "While the disk stays full or broken, what was committed can be read; when it is well again, work goes on",
        arguments: [
            StoreFaultCase(operation: .write, code: .SQLITE_FULL),
            StoreFaultCase(operation: .sync, code: .SQLITE_IOERR_FSYNC),
            StoreFaultCase(operation: .read, code: .SQLITE_IOERR_READ),
        ], [1, 2, 5])
    func survivesLastingFault(_ fault: StoreFaultCase, n: Int) async throws {
        let disk = try await FaultyStore()
        try await disk.handle(1)
        let before = try await disk.state(of: 1)
        let failed = try await disk.handle(2) {
            disk.faults.fail(fault.operation, with: fault.code.rawValue, at: n, times: .max)
        } afterFailure: { failures in
            if fault.operation != .read {
                let seen = try await disk.state(of: 1)
                #expect(seen.added == before.added)
            }
            if failures == 4 { #expect(disk.faults.clear() >= 4) }
        }
        #expect(failed >= 4)
        let expected = [try await Undisturbed.shared.state(after: 1), try await Undisturbed.shared.state(after: 2)]
        try await disk.verify(expected)
        try await disk.reopen()
        try await disk.verify(expected)
    }

    @Test("What SQLite may have to take back stays in memory: no temporary file holds data or can fail")
    func usesNoTemporaryFiles() async throws {
        let disk = try await FaultyStore()
        let failed = try await disk.handle(1) {
            disk.faults.fail(.open, with: ResultCode.SQLITE_CANTOPEN.rawValue, at: 1)
        }
        #expect(failed == 0)
        #expect(disk.faults.clear() == 0)
    }

    @Test(
        "A store that could not be opened says so by an error of its own or SQLite's, and opens when the disk is well",
        arguments: StoreFaultCase.whileOpening)
    func survivesOpening(_ fault: StoreFaultCase) async throws {
        let expected = try await Undisturbed.shared.state(after: 1)
        var (n, met, refused) = (1, 0, 0)
        while true {
            let directory = try TemporaryDirectory()
            let faults = try FaultyFileSystem(folder: directory.path)
            faults.fail(fault.operation, with: fault.code.rawValue, at: n)
            var opened: Store?
            do { opened = try FaultyStore.open(directory) } catch {
                refused += 1
                let isTyped = error is StoreError || FailurePolicy.action(for: error) == .retryBatch
                #expect(isTyped, "\(fault.operation) number \(n): \(error)")
            }
            let fired = faults.clear()
            met += fired
            let disk = try await FaultyStore(
                directory: directory, faults: faults, store: opened ?? FaultyStore.open(directory))
            try await disk.handle(1)
            try await disk.verify([expected])
            try await disk.reopen()
            try await disk.verify([expected])
            if fired == 0 { break }
            n += fault.step
        }
        #expect(met > 0)
        #expect(refused > 0)
    }
}
