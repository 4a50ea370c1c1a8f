import Foundation
import Testing

@testable import Intake

@Suite("How fast a source may send over HTTP")
struct RateTests {
    private let start = Date(timeIntervalSince1970: 1_790_000_000)

    @Test("A source may send a thousand events at once, then as many as time gives, and is told when to come again")
    func bucket() {
        let rate = SubmissionRate()
        #expect(rate.take(500, of: "a", at: start) == nil)
        #expect(rate.take(500, of: "a", at: start) == nil)
        #expect(rate.take(1, of: "a", at: start) == 1)
        #expect(rate.take(500, of: "a", at: start) == 10)
        #expect(rate.take(50, of: "a", at: start + 1) == nil)
        #expect(rate.take(1, of: "a", at: start + 1) == 1)
        // However long it was silent, no more than a thousand.
        #expect(rate.take(1000, of: "a", at: start + 86_400) == nil)
        #expect(rate.take(1, of: "a", at: start + 86_400) == 1)
    }

    @Test("A source that sends without a pause holds up no other, and a clock that goes back gives nothing away")
    func apart() {
        let rate = SubmissionRate()
        #expect(rate.take(1000, of: "a", at: start) == nil)
        #expect(rate.take(1, of: "b", at: start) == nil)
        #expect(rate.take(1, of: "a", at: start - 3600) == 1)
    }
}
