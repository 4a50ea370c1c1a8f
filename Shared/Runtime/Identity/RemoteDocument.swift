import AsyncHTTPClient
import Foundation
import NIOCore

/// Documents that an identity provider offers over HTTP.
struct RemoteDocument: Sendable {
    /// The largest that is taken, in bytes.
    static let limit = 256 << 10
    /// How long an answer may take.
    static let timeout: TimeAmount = .seconds(5)

    /// An answer of the provider.
    struct Answer: Sendable {
        let status: Int
        let body: Data
    }

    /// Whether an address is one that keys may come from: HTTPS, or plain HTTP on this machine.
    static func isTrustworthy(_ address: String) -> Bool {
        guard let url = URLComponents(string: address), let host = url.host, !host.isEmpty, url.user == nil else {
            return false
        }
        let isLocal = host == "localhost" || host == "127.0.0.1" || host == "[::1]" || host == "::1"
        return url.scheme == "https" || (url.scheme == "http" && isLocal)
    }

    /// Asks the provider; a form is sent as POST. Redirects are not followed.
    static func ask(_ address: String, form: String? = nil, authorization: String? = nil) async throws -> Answer {
        var request = HTTPClientRequest(url: address)
        request.headers.add(name: "accept", value: "application/json")
        if let authorization { request.headers.add(name: "authorization", value: authorization) }
        if let form {
            request.method = .POST
            request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(ByteBuffer(string: form))
        }
        let (asked, configuration) = (request, HTTPClient.Configuration(redirectConfiguration: .disallow))
        return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
            let answer = try await client.execute(asked, timeout: timeout)
            let body = try await answer.body.collect(upTo: limit)
            return Answer(status: Int(answer.status.code), body: Data(body.readableBytesView))
        }
    }

    /// The document at an address.
    static func get(_ address: String) async throws -> Data {
        let answer = try await ask(address)
        guard answer.status == 200 else { throw KeySet.Fault(description: "answered \(answer.status)") }
        return answer.body
    }
}
