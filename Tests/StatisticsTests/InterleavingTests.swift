import Models
import TestSupport
import Testing

@testable import Statistics

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
                let municipality = [Fixtures.guetersloh, Fixtures.verl].randomElement(using: &generator)
                let status = [RequestState.Status.admitted, .waiting, .redirected].randomElement(using: &generator)
                return Change.request(
                    try request(
                        "r\(number)", version: version, in: municipality,
                        states: [(status ?? .waiting, "2026-11-05", [])]))
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
        try await Interleaving.check("Statistics", histories: Self.histories, digest: Self.digest)
    }
}
