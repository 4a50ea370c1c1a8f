import Foundation
import Models
import Testing

@testable import Operator

struct ServiceStatusTests {
    private func status(ready: Int?, _ body: String = "{}", details: String? = nil) throws -> ServiceStatus {
        let address = try #require(try ServiceAddress.all(host: "127.0.0.1", ports: nil).first)
        return ServiceStatus(
            address: address, ready: ready.map { .init(status: $0, body: Data(body.utf8)) },
            details: details.map { .init(status: 200, body: Data($0.utf8)) })
    }

    @Test("A service is ready, not ready, or does not answer")
    func readiness() throws {
        #expect(try status(ready: 200).isReady)
        #expect(try !status(ready: 503).isReady)
        #expect(try !status(ready: nil).isReady)
        #expect(try status(ready: nil).row[0...3] == ["intake", "http://127.0.0.1:8081", "no answer", "-"])
    }

    @Test("The table tells what a service says of itself, and what holds it up where it is not ready")
    func details() throws {
        let body = #"{"consumed": 12, "outboxPending": 3, "deadLetters": 1, "caughtUp": false, "uptime": 70}"#
        let row = try status(ready: 503, #"{"waitsFor": "broker: away"}"#, details: body).row
        #expect(row[2...] == ["not ready (503)", "12", "3", "1", "no", "70 s", "broker: away"])
        #expect(ServiceStatus.table([try status(ready: 200, details: body)]).lines.count == 2)
    }

    @Test("Ports may be given for all four, and nothing else is accepted")
    func ports() throws {
        #expect(
            try ServiceAddress.all(host: "::1", ports: "1,2,3,4").map { $0.address("/x") }.last == "http://[::1]:4/x")
        for wrong in ["1,2,3", "1,2,3,x", "1,2,3,70000", ""] {
            #expect(throws: Failure.self) { try ServiceAddress.all(host: "h", ports: wrong) }
        }
    }
}
