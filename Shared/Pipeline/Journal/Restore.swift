import Foundation
import Models

/// What a service's journal knows and its store does not: the store is a backup, or new.
struct Restore: Sendable {
    /// A point to be reached again.
    struct Step: Sendable {
        let number: Int64
        /// Where the service stood in its inputs.
        let positions: [PartitionPosition]
        /// What it was asked to do then, where it was.
        var command: Command?
    }

    /// What was drawn since.
    let drawn: [Draw: Data]
    /// What was passed since, in order.
    private(set) var steps: ArraySlice<Step>
    /// The number up to which the store includes everything.
    let includes: Int64
    /// The number of the last record.
    let last: Int64
    /// Records that are gone.
    let missing: Int64
    /// Whether the store is whole.
    private(set) var isDone: Bool

    /// What stands in records, in any order and as often as they were published, that the store does not include.
    init(_ records: [JournalRecord], beyond progress: Journal.Progress) {
        var byNumber: [Int64: JournalRecord.Content] = [:]
        for record in records where record.number > progress.includes { byNumber[record.number] = record.content }
        var drawn: [Draw: Data] = [:]
        var steps: [Step] = []
        for (number, content) in byNumber.sorted(by: { $0.key < $1.key }) {
            switch content {
            case .drawn(let draw, let value, let positions):
                drawn[draw] = value
                steps.append(Step(number: number, positions: positions))
            case .command(let command, let positions):
                steps.append(Step(number: number, positions: positions, command: command))
            }
        }
        self.drawn = drawn
        self.steps = steps[...].drop { $0.number <= progress.applied }
        includes = progress.includes
        last = byNumber.keys.max() ?? progress.includes
        missing = last - includes - Int64(byNumber.count)
        isDone = byNumber.isEmpty
    }

    /// The commands that are still to be performed.
    var commands: Int { steps.count { $0.command != nil } }

    /// The next steps, up to the next command and with it.
    var part: ArraySlice<Step> {
        let command = steps.firstIndex { $0.command != nil }
        return steps[..<(command.map { $0 + 1 } ?? steps.endIndex)]
    }

    /// So many steps are done.
    mutating func advance(by count: Int) { steps.removeFirst(count) }

    /// The store is whole.
    mutating func finish() { isDone = true }
}
