import Foundation
import Models
import Runtime

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Asks one service over HTTP.
struct ServiceClient {
    /// An answer, whatever its status.
    struct Answer {
        var status: Int
        var body: Data
        /// Seconds after which to come again, where the service says so.
        var retryAfter: Int?
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
    private let token: String?
    private let session: URLSession

    init(_ address: ServiceAddress, token: String?, timeout: Double) {
        (self.address, self.token) = (address, token)
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = timeout
        session = URLSession(configuration: configuration)
    }

    /// The answer to a GET; `nil` when none came.
    func get(_ path: String) async -> Answer? {
        await answer(to: path) { _ in }
    }

    /// Where the service stands.
    func positions() async throws(Failure) -> Positions { try await value("/v1/positions") }

    /// Lets the service go on.
    func accept(_ topic: String, loss: Bool) async throws(Failure) {
        let path = "/v1/positions/acceptances"
        let answer = try await post(Acceptance(topic: topic, loss: loss), to: path)
        guard answer?.status == 204 else { throw refusal(answer, of: path) }
    }

    private struct Acceptance: Encodable {
        let topic: String
        let loss: Bool
    }

    // MARK: - Values

    /// What a path answers.
    func value<Value: Decodable>(_ path: String) async throws(Failure) -> Value {
        try read(await get(path), of: path)
    }

    /// What a path answers to what is asked of it.
    func value<Value: Decodable>(_ path: String, posting body: some Encodable) async throws(Failure) -> Value {
        try read(await post(body, to: path), of: path)
    }

    /// The value in an answer that says yes.
    func read<Value: Decodable>(_ answer: Answer?, of path: String) throws(Failure) -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            guard let date = Instant.parse(try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an instant")
            }
            return date
        }
        guard let answer, (200..<300).contains(answer.status),
            let value = try? decoder.decode(Value.self, from: answer.body)
        else { throw refusal(answer, of: path) }
        return value
    }

    private struct Problem: Decodable {
        let title: String?
        let detail: String?
    }

    /// Why an answer is not what was asked for.
    ///
    /// - Parameter role: who may ask.
    func refusal(_ answer: Answer?, of path: String, needing role: Role = .operator) -> Failure {
        guard let answer else { return Failure("\(address.service.rawValue): no answer from \(address.address(""))") }
        let problem = try? JSONDecoder().decode(Problem.self, from: answer.body)
        let words = [problem?.title, problem?.detail].compactMap { $0 }.joined(separator: ": ")
        return Failure(
            "\(address.service.rawValue): answered \(answer.status) to \(path) \(words)"
                + ServiceClient.hint(answer.status, role))
    }

    private func post(_ body: some Encodable, to path: String) async throws(Failure) -> Answer? {
        guard let bytes = try? JSONEncoder().encode(body) else { throw Failure("\(path): cannot be asked") }
        return await post(bytes, as: "application/json", to: path)
    }

    /// The answer to bytes of a media type; `nil` when none came.
    func post(_ bytes: Data, as mediaType: String, to path: String) async -> Answer? {
        await answer(to: path) { request in
            request.httpMethod = "POST"
            request.setValue(mediaType, forHTTPHeaderField: "Content-Type")
            request.httpBody = bytes
        }
    }

    /// What helps against an answer, where this role may ask.
    static func hint(_ status: Int?, _ role: Role = .operator) -> String {
        switch status {
        case 401: "; a token is needed: --token-file or KIM_TOKEN_FILE"
        case 403: "; the token needs the role \(role.rawValue)"
        default: ""
        }
    }

    private func answer(to path: String, _ prepare: (inout URLRequest) -> Void) async -> Answer? {
        guard let url = URL(string: address.address(path)) else { return nil }
        var request = URLRequest(url: url)
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        prepare(&request)
        guard let (body, response) = try? await session.data(for: request), let http = response as? HTTPURLResponse
        else { return nil }
        let retryAfter = http.value(forHTTPHeaderField: "Retry-After").flatMap(Int.init)
        return Answer(status: http.statusCode, body: body, retryAfter: retryAfter)
    }
}
