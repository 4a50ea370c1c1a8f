import Testing

/// Checks that a reader of states is a function of the current ones: however their topics interleave, and whatever
/// comes twice or late, its store ends with the same digest.
public enum Interleaving {
    /// Delivers invented histories in order and, doubled, in orders of chance; the latest states left out, as a
    /// control, must lead elsewhere. The long form tries many more orders and reports how many.
    ///
    /// - Parameters:
    ///   - reader: whose store it is, for the report.
    ///   - histories: the states of some aggregates, each from its first version on.
    ///   - digest: what a fresh store says after these states.
    public static func check<State>(
        _ reader: String, histories: (inout SeededGenerator) throws -> [[State]],
        digest: ([State]) async throws -> String
    ) async throws {
        let seeds: UInt64 = Campaign.isLong ? 200 : 4
        for seed in 1...seeds {
            var generator = SeededGenerator(seed: seed)
            let histories = try histories(&generator)
            let inOrder = histories.flatMap { $0 }
            let expected = try await digest(inOrder)
            let shuffled = (inOrder + inOrder).shuffled(using: &generator)
            #expect(try await digest(shuffled) == expected, "\(reader), seed \(seed)")
            let incomplete = histories.flatMap { $0.dropLast() }
            #expect(try await digest(incomplete) != expected, "\(reader), seed \(seed): control")
        }
        try Campaign.report("| \(reader) | \(seeds) | equal | another |")
    }
}
