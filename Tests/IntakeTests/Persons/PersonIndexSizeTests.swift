import Foundation
import GRDB
import Models
import Testing
import TestSupport

@testable import Intake

/// What a lookup costs, and how many strangers it brings, as the index grows.
struct PersonIndexSizeTests {
    /// How many persons the index has, and how many questions a hundred strangers may lead to: of 200,000, half as many
    /// as live in the Kreis, somebody has the name and year of a stranger now and then.
    static let sizes = Campaign.isLong ? [2_000: 3.0, 20_000: 12, 200_000: 20] : [2_000: 3]
    static let lookups = Campaign.isLong ? 2_000 : 500

    /// The processor time that this thread has used: other than the time of a clock on the wall it does not grow with
    /// what else the machine does.
    private static func processorMilliseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
    }

    @Test("However many persons the index has, a stranger seldom resembles one of them")
    func size() throws {
        for (size, limit) in PersonIndexSizeTests.sizes {
            let folder = try TemporaryDirectory()
            let file = folder.path + "/persons.sqlite"
            let index = try PersonIndex(DatabaseQueue(path: file))
            var generator = PersonGenerator(seed: 7)
            for start in stride(from: 0, to: size, by: 1_000) {
                let persons = (start..<min(size, start + 1_000)).compactMap { _ in generator.stranger() }
                try index.put(persons, from: start)
            }
            let bytes = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
            var (times, proposals): ([Double], Int) = ([], 0)
            for _ in 0..<PersonIndexSizeTests.lookups {
                let drawn = generator.stranger()
                let stranger = try #require(drawn)
                let (took, found) = try index.queue.read { database in
                    let begun = PersonIndexSizeTests.processorMilliseconds()
                    let tokens = PersonTokens(of: stranger, under: index.identity)
                    let found = try PersonTable.proposals(for: tokens, of: "new", in: database)
                    return (PersonIndexSizeTests.processorMilliseconds() - begun, found.count)
                }
                times.append(took)
                proposals += found
            }
            times.sort()
            let perHundred = 100 * Double(proposals) / Double(times.count)
            func time(_ part: Double) -> String {
                String(format: "%.2f", times[min(times.count - 1, Int(part * Double(times.count)))])
            }
            try Campaign.report(
                "| index of \(size), \(bytes / size) bytes each | \(times.count) lookups "
                    + "| p50 \(time(0.5)) ms, p99 \(time(0.99)) ms, max \(time(1)) ms "
                    + "| \(perHundred) proposals for 100 strangers |")
            #expect(perHundred <= limit, "in an index of \(size)")
        }
    }
}
