import Foundation
import Models
import TestSupport

@testable import Pipeline

/// Work on a store, with the log of its disk: at each moment in it the power can fail afterwards.
struct PowerRun: Sendable {
    static let rounds = 3
    private static let checkpointPages = 60
    private static let works = (1...rounds).flatMap { round in FaultyStore.Work.allCases.map { (round, $0) } }

    let log: DiskLog
    private let missing: Set<FaultyStore.Guard>
    private let keys: ServiceKeys
    /// The store after so many transactions.
    private let states: [RoundState]
    /// How long the log was when a transaction was acknowledged; the first one is the opening.
    private let acknowledged: [Int]

    init(missing: Set<FaultyStore.Guard> = []) async throws {
        let directory = try TemporaryDirectory()
        let faults = try FaultyFileSystem(folder: directory.path)
        faults.record()
        let keys = try ServiceKeys.fresh(for: .statistics)
        let disk = try await FaultyStore(
            directory: directory, faults: faults, store: FaultyStore.open(directory), keys: keys,
            checkpointPages: PowerRun.checkpointPages, missing: missing)
        var (states, acknowledged) = ([try await disk.everything()], [faults.log.count])
        for (round, work) in PowerRun.works {
            // In between the service is stopped and started, and the log removed and made anew.
            if work == .command, round == 2 { try await disk.reopen() }
            try await disk.redo(work, of: round)
            acknowledged.append(faults.log.count)
            states.append(try await disk.everything())
        }
        (log, self.missing, self.keys) = (faults.log, missing, keys)
        (self.states, self.acknowledged) = (states, acknowledged)
    }

    /// What is wrong with the store when the power fails behind so many changes of the disk; empty if nothing is.
    ///
    /// - Parameter twice: whether it fails once more while the service recovers.
    func findings(at count: Int, seed: UInt64, twice: Bool) async throws -> PowerFindings {
        var files = log.afterPowerLoss(at: count, seed: seed)
        let safe = max(0, acknowledged.count { $0 <= count } - 1)
        if twice, let second = await recovery(of: files, from: safe) {
            files = second.afterPowerLoss(at: Int(seed % UInt64(second.count + 1)), seed: seed &+ 1)
        }
        var findings = PowerFindings(losses: 1)
        do {
            let disk = try await start(files)
            guard try await disk.damage().isEmpty else { throw Damaged() }
            try await disk.takePositionsFromStore()
            try await look(at: disk, safe: safe, &findings)
            try await disk.close()
        } catch {
            findings.damaged += 1
        }
        return findings
    }

    private struct Damaged: Error {}

    private func start(_ files: [String: Data], recording: Bool = false) async throws -> FaultyStore {
        let directory = try TemporaryDirectory()
        for (name, content) in files {
            try content.write(to: URL(fileURLWithPath: directory.path).appendingPathComponent(name))
        }
        let faults = try FaultyFileSystem(folder: directory.path)
        if recording { faults.record(over: files) }
        return try await FaultyStore(
            directory: directory, faults: faults, store: FaultyStore.open(directory), keys: keys,
            checkpointPages: PowerRun.checkpointPages, missing: missing)
    }

    /// The log of a service that starts on what a power loss left and does the next piece of work.
    private func recovery(of files: [String: Data], from safe: Int) async -> DiskLog? {
        guard let disk = try? await start(files, recording: true) else { return nil }
        try? await disk.takePositionsFromStore()
        if safe < PowerRun.works.count { try? await disk.redo(PowerRun.works[safe].1, of: PowerRun.works[safe].0) }
        let log = disk.faults.log
        try? await disk.close()
        return log
    }

    private func look(at disk: FaultyStore, safe: Int, _ findings: inout PowerFindings) async throws {
        let found = try await disk.everything()
        guard let there = states.firstIndex(of: found), there <= safe + 1 else {
            findings.halves += 1
            return
        }
        if there < safe { findings.lost += 1 }
        if there > safe { findings.unanswered += 1 }
        // The new process repeats what was not acknowledged, whether it is there or not, and goes on.
        let until = min(safe + 2, PowerRun.works.count)
        for (round, work) in PowerRun.works[min(there, safe)..<until] { try await disk.redo(work, of: round) }
        let end = try await disk.everything()
        if end != states[until] { findings.strayed += 1 }
        // What was acknowledged may have been published: an event of it that the store does not know has a twin.
        let known = Set(end.added["outbox"] ?? [])
        if !known.isSuperset(of: states[safe].added["outbox"] ?? []) { findings.twins += 1 }
    }
}

/// How often something was wrong after a power loss.
struct PowerFindings: Sendable, Equatable {
    var losses = 0
    /// Acknowledged work was gone.
    var lost = 0
    /// Something was there that no whole number of transactions leaves: half of one, or effect without position.
    var halves = 0
    /// SQLite could not read the file, or found damage in it.
    var damaged = 0
    /// Going on ended otherwise than without a power loss.
    var strayed = 0
    /// Events that others may have seen came again under another id.
    var twins = 0
    /// Work that nobody was told of was there whole: no fault.
    var unanswered = 0

    var faults: Int { lost + halves + damaged + strayed + twins }

    static func += (left: inout PowerFindings, right: PowerFindings) {
        for field in [\PowerFindings.losses, \.lost, \.halves, \.damaged, \.strayed, \.twins, \.unanswered] {
            left[keyPath: field] += right[keyPath: field]
        }
    }
}
