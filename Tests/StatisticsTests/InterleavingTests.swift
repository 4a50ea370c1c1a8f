import Foundation
import Models
import TestSupport
import Testing

@testable import Statistics

/// KIM_PROVE=1 tries many more orders and writes down how many.
private let isLong = ProcessInfo.processInfo.environment["KIM_PROVE"] == "1"

@Suite("Any order of the topics")
struct InterleavingTests {
    /// A state of one of the two topics.
    private enum Change {
        case request(RequestState)
        case aCase(CaseState)
    }

    private static func histories(_ generator: inout SeededGenerator) throws -> [[Change]] {
        let cases = try (0..<12).map { number in
            try (1...3).map { Change.aCase(try CaseState.random("c\(number)", version: $0, using: &generator)) }
        }
        let requests = try (0..<12).map { number in
            try (1...3).map { version in
                Change.request(
                    try request(
                        "r\(number)", version: version, in: [Fixtures.guetersloh, Fixtures.verl].randomElement(
                            using: &generator),
                        states: [([.admitted, .waiting, .redirected].randomElement(using: &generator) ?? .waiting, "2026-11-05", [])]))
            }
        }
        return cases + requests
    }

    private static func digest(of changes: [Change]) async throws -> String {
        let rig = try await Rig()
        for change in changes {
            switch change {
            case .request(let state):
                try await rig.harness.deliver(state, on: Topics.requests, key: state.requestId)
            case .aCase(let state):
                try await rig.harness.deliver(state, on: Topics.cases, key: state.caseId)
            }
        }
        return try await rig.harness.digest()
    }

    @Test("However the topics' states interleave, twice or late, the store says the same")
    func interleavings() async throws {
        let seeds = isLong ? 200 : 4
        for seed in 1...UInt64(seeds) {
            var generator = SeededGenerator(seed: seed)
            let histories = try Self.histories(&generator)
            let inOrder = histories.flatMap { $0 }
            let expected = try await Self.digest(of: inOrder)
            let shuffled = (inOrder + inOrder).shuffled(using: &generator)
            #expect(try await Self.digest(of: shuffled) == expected, "seed \(seed)")
            // The control: without the latest states the digest is another one.
            let incomplete = histories.flatMap { $0.dropLast() }
            #expect(try await Self.digest(of: incomplete) != expected, "seed \(seed)")
        }
        if isLong { print("| orders of states and duplicates, Statistics | \(seeds) | equal hashes | control differs |") }
    }
}
