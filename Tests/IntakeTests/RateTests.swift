import Foundation
import Testing

@testable import Intake

@Suite("How fast a source may send over HTTP")
struct RateTests {
    private let start = Date(timeIntervalSince1970: 1_790_000_000)

    @Test("A source may send a thousand events at once, then as many as time gives, and is told when to come again")
    func bucket() {
        let rate = SubmissionRate()
        #expect(rate.take(["a": 500], at: start) == nil)
        #expect(rate.take(["a": 500], at: start) == nil)
        #expect(rate.take(["a": 1], at: start) == 1)
        #expect(rate.take(["a": 500], at: start) == 10)
        #expect(rate.take(["a": 50], at: start + 1) == nil)
        #expect(rate.take(["a": 1], at: start + 1) == 1)
        // However long it was silent, no more than a thousand.
        #expect(rate.take(["a": 1000], at: start + 86_400) == nil)
        #expect(rate.take(["a": 1], at: start + 86_400) == 1)
    }

    @Test("A source that sends without a pause holds up no other, and a clock that goes back gives nothing away")
    func apart() {
        let rate = SubmissionRate()
        #expect(rate.take(["a": 1000], at: start) == nil)
        #expect(rate.take(["b": 1], at: start) == nil)
        #expect(rate.take(["a": 1], at: start - 3600) == 1)
    }

    @Test("Of a batch nothing is counted where one of its sources has no room: the others lose nothing")
    func together() {
        let rate = SubmissionRate()
        #expect(rate.take(["full": 1000], at: start) == nil)
        for _ in 1...3 { #expect(rate.take(["idle": 400, "full": 100], at: start) == 2) }
        #expect(rate.take(["idle": 1000], at: start) == nil)
        #expect(rate.take(["idle": 50, "full": 50], at: start + 1) == nil)
    }
}
