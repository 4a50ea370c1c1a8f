import Foundation
import Models

/// What a service's journal knows and its store does not: the store is a backup, or new.
struct Restore: Sendable {
    /// A command to be performed again.
    struct Step: Sendable {
        let number: Int64
        let command: Command
        /// Where the service stood in its inputs when it was performed.
        let positions: [PartitionPosition]
    }

    /// What was drawn since.
    let drawn: [Draw: Data]
    /// What was done since, in order.
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
            case .drawn(let draw, let value): drawn[draw] = value
            case .command(let command, let positions):
                guard number > progress.applied else { continue }
                steps.append(Step(number: number, command: command, positions: positions))
            }
        }
        self.drawn = drawn
        self.steps = steps[...]
        includes = progress.includes
        last = byNumber.keys.max() ?? progress.includes
        missing = last - includes - Int64(byNumber.count)
        isDone = byNumber.isEmpty
    }

    /// The next step is done.
    mutating func advance() { steps.removeFirst() }

    /// The store is whole.
    mutating func finish() { isDone = true }
}
