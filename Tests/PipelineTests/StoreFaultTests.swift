import Foundation
import GRDB
import Synchronization
import TestSupport
import Testing

@testable import Pipeline

@Suite("Faults of the store", .timeLimit(.minutes(Campaign.isLong ? 60 : 5)))
struct StoreFaultTests {
    @Test(
        "Wherever the disk fails, once, the end is as if it had not: nothing lost, doubled or set aside",
        arguments: StoreFaultCase.once)
    func survivesOneFault(_ fault: StoreFaultCase) async throws {
        // Unless it is the closing that fails, each commit also copies the log into the file.
        let disk = try await FaultyStore(checkpointPages: fault.moment == .closing ? 1000 : 1)
        let arm: @Sendable (Int) -> Void = { disk.faults.fail(fault.operation, with: fault.code.rawValue, at: $0) }
        var expected: [RoundState] = []
        var (round, n, met, failures, quiet) = (0, 1, 0, 0, 0)
        // Two rounds without a fault: their number of operations may differ a little.
        while quiet < 2 {
            round += 1
            let failed = try await disk.handle(round) { [n] in if fault.moment != .closing { arm(n) } }
            let fired = disk.faults.clear() + (fault.moment == .closing ? try await disk.reopen { [n] in arm(n) } : 0)
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
        try report(fault.testDescription, "once", met, failures)
    }

    @Test(
        "While the disk stays full or broken, what was committed can be read; when it is well again, work goes on",
        arguments: StoreFaultCase.lasting)
    func survivesLastingFault(_ fault: StoreFaultCase) async throws {
        let disk = try await FaultyStore()
        try await disk.handle(1)
        let before = try await disk.state(of: 1)
        var expected = [try await Undisturbed.shared.state(after: 1)]
        var (round, n, places, failures, fired) = (1, 1, 0, 0, 1)
        while fired > 0 {
            round += 1
            let cleared = Mutex(0)
            let failed = try await disk.handle(round) { [n] in
                disk.faults.fail(fault.operation, with: fault.code.rawValue, at: n, times: .max)
            } afterFailure: { failures in
                if fault.operation != .read, fault.operation != .lock {
                    let seen = try await disk.state(of: 1)
                    #expect(seen.added == before.added)
                }
                if failures == 4 { cleared.withLock { $0 = disk.faults.clear() } }
            }
            fired = cleared.withLock(\.self) + disk.faults.clear()
            (places, failures) = (places + min(fired, 1), failures + failed)
            expected.append(try await Undisturbed.shared.state(after: round))
            let found = try await disk.state(of: round)
            try #require(found.differences(from: expected[round - 1]).isEmpty, "\(fault.operation) from \(n) on")
            n += fault.step
        }
        #expect(places > 1)
        #expect(failures >= 4)
        try await disk.verify(expected)
        try await disk.reopen()
        try await disk.verify(expected)
        try report(fault.testDescription, "until cleared", places, failures)
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
        arguments: StoreFaultCase.opening)
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
                directory: directory, faults: faults, store: opened ?? FaultyStore.open(directory),
                keys: .fresh(for: .statistics))
            try await disk.handle(1)
            try await disk.verify([expected])
            try await disk.reopen()
            try await disk.verify([expected])
            if fired == 0 { break }
            n += fault.step
        }
        #expect(met > 0)
        #expect(refused > 0)
        try report(fault.testDescription, "once", met, refused)
    }

    @Test("With savepoint journals on the disk a fault leaves changes behind, and the same look at the end finds them")
    func noticesJournalOnDisk() async throws {
        let disk = try await FaultyStore(missing: [.journalInMemory])
        var (round, met, noticed) = (0, 0, false)
        while !noticed, met == round {
            round += 1
            let handled = try? await disk.handle(round) { [round] in
                disk.faults.fail(.read, with: ResultCode.SQLITE_IOERR_READ.rawValue, at: round)
            }
            met += disk.faults.clear()
            let expected = try await Undisturbed.shared.state(after: round)
            let found = try? await disk.state(of: round)
            noticed = handled == nil || found?.differences(from: expected) != []
        }
        #expect(noticed)
        try Campaign.report("| control: savepoint journals on disk, read 266 | once | \(met) | - | **found** |")
    }

    /// A line of the report: every place was followed by a look for what is lost, doubled, set aside or damaged.
    private func report(_ fault: String, _ how: String, _ places: Int, _ failures: Int) throws {
        try Campaign.report("| \(fault) | \(how) | \(places) | \(failures) | 0 |")
    }
}
