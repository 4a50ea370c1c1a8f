import Foundation
import Pipeline

extension ServiceClient {
    private struct Page: Decodable {
        let items: [DeadLetterItem]
        let next: String?
    }

    private struct Nothing: Encodable {}

    /// Everything that was set aside, in order.
    func deadLetters() async throws(Failure) -> [DeadLetterItem] {
        var items: [DeadLetterItem] = []
        var cursor = ""
        while true {
            let page: Page = try await value("/v1/dead-letters?limit=500\(cursor)")
            items += page.items
            guard let next = page.next else { return items }
            cursor = "&cursor=\(next)"
        }
    }

    /// One message; `nil` where the service has none with this id.
    func deadLetter(_ id: String) async throws(Failure) -> DeadLetterContent? {
        let answer = await get("/v1/dead-letters/\(id)")
        return answer?.status == 404 ? nil : try read(answer, of: "/v1/dead-letters")
    }

    /// Decides about a message: `retries` or `discards`.
    func decide(_ decision: String, _ id: String) async throws(Failure) -> DecisionResult {
        try await value("/v1/dead-letters/\(id)/\(decision)", posting: Nothing())
    }
}
