import Models
import TestSupport
import Testing

@testable import Supervision

@Suite("Any order of the cases' states")
struct InterleavingTests {
    private static func histories(_ generator: inout SeededGenerator) throws -> [[CaseState]] {
        let days = (10...28).map { "2026-09-\($0)" }
        return try (0..<24).map { number in
            let received = days.randomElement(using: &generator) ?? days[0]
            return try (1...3).map { version in
                let later = days.filter { $0 >= received }
                let contact = Bool.random(using: &generator) ? later.randomElement(using: &generator) : nil
                let isClosed = version == 3 && Bool.random(using: &generator)
                return try Fixtures.state(
                    "case-\(number)", version: version,
                    post: ["cm-gt-1", "cm-gt-2"].randomElement(using: &generator) ?? "cm-gt-1", received: received,
                    contacts: contact.map { [$0] } ?? [], closed: isClosed ? later.last : nil)
            }
        }
    }

    private static func digest(of states: [CaseState]) async throws -> String {
        let rig = try SupervisionRig()
        for state in states { try await rig.deliver(state) }
        return try await rig.harness.digest()
    }

    @Test("However the cases' states interleave, twice or late, loads and deadlines are the same")
    func interleavings() async throws {
        try await Interleaving.check("Supervision", histories: Self.histories, digest: Self.digest)
    }
}
