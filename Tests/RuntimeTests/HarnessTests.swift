import Foundation
import Models
import Pipeline
import TestSupport
import Testing

@Suite("The harness for services' tests")
struct HarnessTests {
    @Test("It handles, emits, sets aside and fires timers as a process does")
    func smoke() async throws {
        let harness = try ServiceHarness(NoteService.definition)
        let start = harness.clock()
        let note = NoteService.Note(text: "a")
        try await harness.deliver(note, on: NoteService.topic, key: "k", id: "1")
        try await harness.deliver(note, on: NoteService.topic, key: "k", id: "1")
        let emitted = try await harness.emitted()
        #expect(emitted.map(\.topic) == [Topics.receipts.name])
        #expect(emitted.map(\.key) == ["k"])
        #expect(try emitted[0].body(NoteService.Note.self) == note)
        #expect(try await harness.emitted().isEmpty)

        try await harness.deliver(NoteService.Note(text: "bug"), on: NoteService.topic, key: "k")
        #expect(try await harness.deadLetters().map(\.cause) == ["handler-failed"])
        #expect(try await harness.emitted(on: Topics.receipts).isEmpty)

        #expect(try await harness.fireTimers(at: start + 59) == 0)
        #expect(try await harness.fireTimers(at: start + 60) == 1)
        #expect(try await harness.emitted().map(\.key) == ["a"])
        #expect(harness.clock() == start + 60)
    }
}
