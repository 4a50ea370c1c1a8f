import Foundation
import Models

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Asks one service over HTTP.
struct ServiceClient {
    /// An answer, whatever its status.
    struct Answer {
        var status: Int
        var body: Data
    }

    /// The part of `/v1/positions` that is shown.
    struct Positions: Decodable {
        struct Partition: Decodable {
            let topic: String
            let partition: Int
            let next: Int64
        }
        struct Trouble: Decodable {
            let topic: String
            let description: String
            let loss: Bool
        }
        let trouble: Trouble?
        let partitions: [Partition]
    }

    private let address: ServiceAddress
    private let session: URLSession

    init(_ address: ServiceAddress, timeout: Double) {
        self.address = address
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = timeout
        session = URLSession(configuration: configuration)
    }

    /// The answer to a GET; `nil` when none came.
    func get(_ path: String) async -> Answer? {
        await answer(to: path) { _ in }
    }

    /// Where the service stands.
    func positions() async throws(Failure) -> Positions {
        guard let answer = await get("/v1/positions") else {
            throw Failure("\(address.service.rawValue): no answer from \(address.address(""))")
        }
        guard answer.status == 200, let positions = try? JSONDecoder().decode(Positions.self, from: answer.body) else {
            throw Failure("\(address.service.rawValue): answered \(answer.status) to a question about its positions")
        }
        return positions
    }

    /// Lets the service go on.
    func accept(_ topic: String, loss: Bool) async throws {
        let body = try JSONSerialization.data(withJSONObject: ["topic": topic, "loss": loss] as [String: Any])
        let answer = await answer(to: "/v1/positions/acceptances") { request in
            request.httpMethod = "POST"
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = body
        }
        guard answer?.status == 204 else {
            throw Failure(
                "\(address.service.rawValue): did not accept (\(answer.map { "\($0.status)" } ?? "no answer"))")
        }
    }

    private func answer(to path: String, _ prepare: (inout URLRequest) -> Void) async -> Answer? {
        guard let url = URL(string: address.address(path)) else { return nil }
        var request = URLRequest(url: url)
        prepare(&request)
        guard let (body, response) = try? await session.data(for: request), let http = response as? HTTPURLResponse
        else { return nil }
        return Answer(status: http.statusCode, body: body)
    }
}
