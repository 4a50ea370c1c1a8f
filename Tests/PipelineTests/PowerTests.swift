import Foundation
import TestSupport
import Testing

@testable import Pipeline

/// A way to run without a guard, and the finding that must not fail to appear.
struct PowerControl: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let missing: Set<FaultyStore.Guard>
    let finding: @Sendable (PowerFindings) -> Int
    /// What may be wrong beside it; nothing else may.
    let others: @Sendable (PowerFindings) -> Int

    static let all = [
        PowerControl(
            testDescription: "synchronous=NORMAL", missing: [.syncedCommits], finding: \.lost,
            others: { $0.halves + $0.damaged + $0.strayed + $0.twins }),
        PowerControl(
            testDescription: "synchronous=NORMAL, random ids", missing: [.syncedCommits, .derivedIDs],
            finding: { $0.twins + $0.strayed }, others: { $0.halves + $0.damaged }),
        PowerControl(
            testDescription: "synchronous=OFF", missing: [.syncs], finding: \.damaged, others: { _ in 0 }),
    ]
}

@Suite("Power loss", .timeLimit(.minutes(Campaign.isLong ? 60 : 5)))
struct PowerTests {
    @Test("Whenever the power fails, all that was acknowledged is there, the rest whole or not at all; nothing twice")
    func keepsWhatWasAcknowledged() async throws {
        let run = try await PowerRun()
        let seeds: UInt64 = Campaign.isLong ? 4 : 1
        var sum = PowerFindings()
        for moment in moments(in: run, sample: 70) {
            for seed in 0..<seeds {
                let found = try await run.findings(at: moment, seed: seed, twice: (moment + Int(seed)) % 3 == 0)
                #expect(found.faults == 0, "change \(moment), seed \(seed): \(found)")
                sum += found
            }
        }
        #expect(sum.unanswered > 0, "no power loss hit between commit and answer")
        try report("all guards", run, sum)
    }

    @Test("Without a guard a power loss does harm, and the same look at the end finds it", arguments: PowerControl.all)
    func noticesMissingGuard(_ control: PowerControl) async throws {
        let run = try await PowerRun(missing: control.missing)
        var sum = PowerFindings()
        for moment in moments(in: run, sample: 25) {
            sum += try await run.findings(at: moment, seed: 0, twice: false)
        }
        #expect(control.finding(sum) > 0)
        #expect(control.others(sum) == 0)
        try report(control.testDescription, run, sum)
    }

    /// In the long form every change of the disk, else a sample over the whole run.
    private func moments(in run: PowerRun, sample: Int) -> [Int] {
        Array(stride(from: 0, through: run.log.count, by: Campaign.isLong ? 1 : max(1, run.log.count / sample)))
    }

    private func report(_ name: String, _ run: PowerRun, _ sum: PowerFindings) throws {
        try Campaign.report(
            """
            | \(name) | \(run.log.count) | \(sum.losses) | \(sum.unanswered) | \(sum.lost) | \(sum.halves) | \
            \(sum.damaged) | \(sum.strayed) | \(sum.twins) |
            """)
    }
}
