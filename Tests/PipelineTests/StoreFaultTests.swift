import Foundation
import GRDB
import GRDBSQLite
import Kafka
import Logging
import Models
import TestSupport
import Testing

@testable import Pipeline

/// A kind of fault, at every place where it can hit.
struct StoreFaultCase: Sendable, CustomTestStringConvertible {
    let operation: FaultyFileSystem.Operation
    let code: Int32
    let name: String
    /// The places looked at: every one, or every so many-th.
    var stride = 1
    /// Whether nobody notices: SQLite copies the log into the file after the commit and tries that again later.
    var isSilent = false

    var testDescription: String { "\(operation) \(name)" }

    static let whileHandling = [
        StoreFaultCase(operation: .write, code: SQLITE_FULL, name: "FULL"),
        StoreFaultCase(operation: .write, code: SQLITE_IOERR | 3 << 8, name: "IOERR_WRITE", stride: 5),
        StoreFaultCase(operation: .write, code: SQLITE_IOERR | 12 << 8, name: "IOERR_NOMEM", stride: 5),
        StoreFaultCase(operation: .sync, code: SQLITE_IOERR | 4 << 8, name: "IOERR_FSYNC"),
        StoreFaultCase(operation: .read, code: SQLITE_IOERR | 1 << 8, name: "IOERR_READ", stride: 3),
        StoreFaultCase(operation: .lock, code: SQLITE_BUSY, name: "BUSY"),
        StoreFaultCase(operation: .lock, code: SQLITE_IOERR | 20 << 8, name: "IOERR_SHMLOCK"),
        StoreFaultCase(operation: .open, code: SQLITE_CANTOPEN, name: "CANTOPEN"),
        StoreFaultCase(operation: .open, code: SQLITE_NOMEM, name: "NOMEM"),
        StoreFaultCase(operation: .truncate, code: SQLITE_IOERR | 6 << 8, name: "IOERR_TRUNCATE", isSilent: true),
    ]

    static let whileOpening = [
        StoreFaultCase(operation: .open, code: SQLITE_CANTOPEN, name: "CANTOPEN"),
        StoreFaultCase(operation: .read, code: SQLITE_IOERR | 1 << 8, name: "IOERR_READ"),
        StoreFaultCase(operation: .write, code: SQLITE_FULL, name: "FULL", stride: 7),
        StoreFaultCase(operation: .sync, code: SQLITE_IOERR | 4 << 8, name: "IOERR_FSYNC"),
        StoreFaultCase(operation: .lock, code: SQLITE_BUSY, name: "BUSY", stride: 3),
        StoreFaultCase(operation: .map, code: SQLITE_NOMEM, name: "NOMEM"),
    ]
}

@Suite("Faults of the store", .timeLimit(.minutes(1)))
struct StoreFaultTests {
    @Test(
        "Wherever the disk fails, once, the end is as if it had not: nothing lost, doubled or set aside",
        arguments: StoreFaultCase.whileHandling)
    func survivesOneFault(_ fault: StoreFaultCase) async throws {
        let disk = try FaultyStore()
        var expected: [RoundState] = []
        var (round, n, met, failures, quiet) = (0, 1, 0, 0, 0)
        // Two rounds without a fault: their number of operations may differ a little.
        while quiet < 2 {
            round += 1
            let failed = try await disk.handle(round) {
                disk.faults.fail(fault.operation, with: fault.code, at: n)
            }
            let fired = disk.faults.clear()
            (met, failures, quiet) = (met + fired, failures + failed, fired == 0 ? quiet + 1 : 0)
            expected.append(try await Undisturbed.shared.state(after: round))
            let found = try await disk.state(of: round)
            try #require(found.differences(from: expected[round - 1]).isEmpty, "\(fault.operation) number \(n)")
            n += fault.stride
        }
        #expect(met > 0)
        #expect(met == round - 2)
        #expect((failures == 0) == fault.isSilent)
        try await disk.reopen()
        try await disk.verify(expected)
    }

    @Test(
        "While the disk stays full or broken, what was committed can be read; when it is well again, work goes on",
        arguments: [
            (FaultyFileSystem.Operation.write, SQLITE_FULL), (.sync, SQLITE_IOERR | 4 << 8),
            (.read, SQLITE_IOERR | 1 << 8),
        ], [1, 2, 9])
    func survivesLastingFault(_ fault: (operation: FaultyFileSystem.Operation, code: Int32), n: Int) async throws {
        let disk = try FaultyStore()
        try await disk.handle(1)
        let before = try await disk.state(of: 1)
        var readable = 0
        let failed = try await disk.handle(2) {
            disk.faults.fail(fault.operation, with: fault.code, at: n, times: .max)
        } afterFailure: { failures in
            if fault.operation != .read {
                try await #expect(disk.state(of: 1).differences(from: before).isEmpty)
                readable += 1
            }
            if failures == 4 { #expect(disk.faults.clear() >= 4) }
        }
        #expect(failed >= 4)
        #expect(readable > 0 || fault.operation == .read)
        let expected = [try await Undisturbed.shared.state(after: 1), try await Undisturbed.shared.state(after: 2)]
        try await disk.verify(expected)
        try await disk.reopen()
        try await disk.verify(expected)
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
            faults.fail(fault.operation, with: fault.code, at: n)
            var opened: Store?
            do { opened = try FaultyStore.open(directory) } catch {
                refused += 1
                let isTyped = error is StoreError || FailurePolicy.action(for: error) == .retryBatch
                #expect(isTyped, "\(fault.operation) number \(n): \(error)")
            }
            let fired = faults.clear()
            met += fired
            let disk = try FaultyStore(
                directory: directory, faults: faults, store: opened ?? FaultyStore.open(directory))
            try await disk.handle(1)
            try await disk.verify([expected])
            try await disk.reopen()
            try await disk.verify([expected])
            if fired == 0 { break }
            n += fault.stride
        }
        #expect(met > 0)
        #expect(refused > 0)
    }
}

/// The rows that one round added, and the tables that are looked at as a whole.
struct RoundState: Sendable {
    var added: [String: [[DatabaseValue]]] = [:]
    var whole: [String: [[DatabaseValue]]] = [:]

    func differences(from other: RoundState) -> [String] {
        let tables = Set(added.keys).union(other.added.keys).filter { added[$0] != other.added[$0] }
        return (tables + Set(whole.keys).union(other.whole.keys).filter { whole[$0] != other.whole[$0] }).sorted()
    }
}

/// The same rounds on a disk without faults: what the end must be.
actor Undisturbed {
    static let shared = Undisturbed()
    private var disk: FaultyStore?
    private var states: [RoundState] = []

    func state(after round: Int) async throws -> RoundState {
        let disk = try disk ?? FaultyStore()
        self.disk = disk
        while states.count < round {
            let next = states.count + 1
            let failed = try await disk.handle(next)
            #expect(failed == 0)
            states.append(try await disk.state(of: next))
        }
        return states[round - 1]
    }
}
