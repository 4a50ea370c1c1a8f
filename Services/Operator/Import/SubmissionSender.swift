import Foundation
import Models

/// Asks Intake about the rows of a list, and sends them. Where Intake has no room it waits as long as it is told.
struct SubmissionSender {
    /// Sends bytes of a media type to a path; `nil` when no answer came.
    typealias Post = (_ body: Data, _ mediaType: String, _ path: String) async -> ServiceClient.Answer?

    /// The most events that are sent at once: two seconds of what Intake takes from a source on and on, so that the
    /// answer comes in time.
    static let batchLimit = 100
    /// The most bytes that are sent at once.
    static let batchBytes = 8 << 20
    /// How often in a row it is told to come again before it gives up.
    static let patience = 20

    static let batchMediaType = "application/cloudevents-batch+json"

    let post: Post
    let pause: (Duration) async -> Void
    /// What to say of an answer that is none.
    let refusal: (ServiceClient.Answer?, _ path: String) -> Failure

    /// What Intake would answer to a row now.
    func rehearse(_ row: ImportRow) async throws(Failure) -> ImportResult {
        guard row.faults.isEmpty else {
            return ImportResult(line: row.line, id: row.id, outcome: ImportResult.unusable, reasons: row.faults)
        }
        let path = "/v1/submissions:validate"
        guard let answer = try await self.answer(row.event.encoded(), Envelope.structuredMediaType, path) else {
            throw refusal(nil, path)
        }
        switch answer.status {
        case 200: return try result(of: row, decoded(answer, of: path), sent: .no)
        // What concerns the row alone; anything else concerns whoever asks.
        case 400, 413, 422:
            let problem: Problem = try decoded(answer, of: path)
            let reasons = problem.errors?.map { $0.issue(in: row) } ?? [ImportIssue(code: problem.code)]
            return ImportResult(line: row.line, id: row.id, outcome: ImportResult.unusable, reasons: reasons)
        default: throw refusal(answer, path)
        }
    }

    /// What came of rows that were sent.
    enum Sending {
        /// Each has an answer.
        case answered([ImportResult])
        /// Nothing says what became of them: each may be taken or not.
        case open(Failure)
    }

    /// Sends rows, as many as go together. Throws where none of them was taken.
    func send(_ rows: some Sequence<ImportRow>) async throws(Failure) -> Sending {
        let (rows, path) = (Array(rows), "/v1/submissions")
        let body = JSONValue.array(rows.map(\.event)).encoded()
        let answer = try await self.answer(body, SubmissionSender.batchMediaType, path)
        guard let answer, answer.status < 500 else { return .open(refusal(answer, path)) }
        guard answer.status == 200 else { throw refusal(answer, path) }
        guard let items = try? JSONDecoder().decode([BatchItem].self, from: answer.body), items.count == rows.count
        else { return .open(refusal(answer, path)) }
        return .answered(
            zip(rows, items).map { row, item in
                if let receipt = item.receipt { return result(of: row, receipt, sent: .yes) }
                return ImportResult(
                    line: row.line, id: row.id, outcome: ImportResult.unusable,
                    reasons: item.problem.map { [$0.issue(in: row)] } ?? [], sent: .yes)
            })
    }

    /// The rows in groups that may be sent at once.
    static func batches(_ rows: [ImportRow]) -> [[ImportRow]] {
        var batches: [[ImportRow]] = []
        var bytes = 0
        for row in rows {
            let size = row.event.encoded().count + 1
            if let last = batches.last, last.count < batchLimit, bytes + size < batchBytes {
                batches[batches.count - 1].append(row)
                bytes += size
            } else {
                batches.append([row])
                bytes = size
            }
        }
        return batches
    }

    /// The answer once there is room; `nil` when none came.
    private func answer(
        _ body: Data, _ mediaType: String, _ path: String
    ) async throws(Failure) -> ServiceClient.Answer? {
        for _ in 0..<SubmissionSender.patience {
            guard let answer = await post(body, mediaType, path) else { return nil }
            guard answer.status == 429 else { return answer }
            await pause(.seconds(max(1, answer.retryAfter ?? 1)))
            guard !Task.isCancelled else { throw Failure("interrupted") }
        }
        throw Failure("intake: has no room after \(SubmissionSender.patience) tries")
    }

    private func result(of row: ImportRow, _ receipt: Answered, sent: ImportResult.Sent) -> ImportResult {
        ImportResult(
            line: row.line, id: row.id, outcome: receipt.outcome, reasons: receipt.reasons.map { $0.issue(in: row) },
            warnings: receipt.warnings.map { $0.issue(in: row) }, sent: sent)
    }

    // MARK: - Answers

    /// A reason; its code may be younger than this program.
    private struct Issue: Decodable {
        let code: String
        let pointer: String?

        func issue(in row: ImportRow) -> ImportIssue {
            ImportIssue(code: code, pointer: pointer, columns: pointer.map(row.columns(behind:)) ?? [])
        }
    }

    /// The part of a receipt that is shown.
    private struct Answered: Decodable {
        let outcome: String
        let reasons: [Issue]
        let warnings: [Issue]
    }

    private struct BatchItem: Decodable {
        let receipt: Answered?
        let problem: Issue?
    }

    private struct Problem: Decodable {
        let type: String
        let errors: [Issue]?

        var code: String { type.split(separator: ":").last.map(String.init) ?? type }
    }

    private func decoded<Value: Decodable>(
        _ answer: ServiceClient.Answer, of path: String
    ) throws(Failure) -> Value {
        guard let value = try? JSONDecoder().decode(Value.self, from: answer.body) else { throw refusal(answer, path) }
        return value
    }
}
