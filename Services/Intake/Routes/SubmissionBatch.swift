import Foundation
import Hummingbird
import Models
import Runtime

/// Batched mode of the CloudEvents HTTP binding: a JSON array of events, each answered for itself, in their order.
enum SubmissionBatch {
    /// What one event of a batch is answered with.
    enum Answer: Encodable, Sendable {
        /// Its receipt.
        case receipt(Receipt)
        /// Why it is no event.
        case problem(Unreadable)

        private enum CodingKeys: CodingKey { case receipt, problem }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            switch self {
            case .receipt(let receipt): try container.encode(receipt, forKey: .receipt)
            case .problem(let reason): try container.encode(Problem.Item(reason), forKey: .problem)
            }
        }
    }

    /// Reads the events of a batch. Throws ``Problem`` where it is no batch at all, or a larger one than is taken.
    static func read(_ body: Data) throws -> [Result<Envelope, Unreadable>] {
        // The array around the events is one level more than each of them may have.
        guard let elements = try? JSONValue.parse(body, maximumDepth: 33).arrayValue else {
            throw Problem(unreadable: .invalidJSON)
        }
        guard elements.count <= SubmissionRoutes.batchLimit,
            elements.allSatisfy({ $0.encoded().count <= SubmissionRoutes.eventLimit })
        else { throw tooLarge }
        return elements.map { element in
            do throws(Unreadable) { return .success(try Envelope(structured: element)) } catch {
                return .failure(error)
            }
        }
    }

    private static var tooLarge: Problem {
        Problem(
            status: .contentTooLarge, type: "batch-too-large", title: "Das Bündel ist zu groß",
            detail: "Höchstens \(SubmissionRoutes.batchLimit) Ereignisse zu je \(SubmissionRoutes.eventLimit) Byte.")
    }
}

extension Problem {
    /// 503: the store failed amid a batch. What was taken before is told in receipts, and again when the batch comes
    /// again.
    static var batchInterrupted: Problem {
        Problem(
            status: .serviceUnavailable, type: "batch-interrupted",
            title: "Das Bündel ist vielleicht nur zum Teil angenommen",
            detail: "Senden Sie es noch einmal, so wie es war: nichts davon wird zweimal angenommen.",
            headers: [.retryAfter: "5"])
    }
}
