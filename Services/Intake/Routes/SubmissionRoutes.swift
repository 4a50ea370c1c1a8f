import Foundation
import Hummingbird
import Logging
import Models
import Pipeline
import Runtime

/// Events over HTTP, of every type of the public way in: the same answers as on the topics, in the three modes of the
/// CloudEvents HTTP binding. The token says which publisher sends.
struct SubmissionRoutes: Sendable {
    /// The largest single event, in bytes.
    static let eventLimit = 256 << 10
    /// The most events of a batch.
    static let batchLimit = 500
    /// The largest batch, in bytes.
    static let batchBytes = 16 << 20
    /// The media type of batched mode.
    static let batchMediaType = "application/cloudevents-batch+json"

    let territory: Territory
    let entry: TransactionalEntry
    let rate = SubmissionRate()

    func add(to router: APIRouter) {
        router.post("/v1/submissions", for: [.publisher]) { request, context in
            try await take(request, context).response(from: request, context: context)
        }
        // A dry run: the receipt that the event would get now, and nothing else.
        router.post("/v1/submissions:validate", for: [.publisher]) { request, context in
            let event = try await single(request, context)
            let receipt: Receipt = try await entry.rehearse(command(for: event, context))
            return JSONResponse(receipt)
        }
    }

    private func take(_ request: Request, _ context: AppRequestContext) async throws -> any ResponseGenerator {
        let mediaType = request.headers[.contentType]?.split(separator: ";").first?
            .trimmingCharacters(in: .whitespaces).lowercased()
        if mediaType == SubmissionRoutes.batchMediaType {
            let events = try SubmissionBatch.read(await request.body(limit: SubmissionRoutes.batchBytes))
            try makeRoom(for: events.compactMap { try? $0.get().source }, context)
            return JSONResponse(try await answers(to: events, context))
        }
        return JSONResponse(try await answer(single(request, context), context))
    }

    private func single(_ request: Request, _ context: AppRequestContext) async throws -> Envelope {
        let body = try await request.body(limit: SubmissionRoutes.eventLimit)
        let envelope: Envelope
        do throws(Unreadable) {
            envelope = try Envelope.read(headers: attributes(of: request), body: body, transport: .http)
        } catch {
            throw Problem(unreadable: error)
        }
        try makeRoom(for: [envelope.source], context)
        return envelope
    }

    /// Throws ``Problem`` 429 where a source sends faster than is taken. What a publisher sends under foreign names
    /// counts under its own.
    private func makeRoom(for sources: [String], _ context: AppRequestContext) throws {
        let owned = sources.map { isOwn($0, context) ? $0 : "publisher \(context.identity.publisher ?? "")" }
        let counts = Dictionary(grouping: owned, by: \.self).mapValues(\.count)
        if let seconds = rate.take(counts, at: entry.now) { throw Problem.tooManyEvents(retryAfter: seconds) }
    }

    /// Each event is taken for itself, so that a fault of the store amid the batch leaves the first ones taken.
    private func answers(
        to events: [Result<Envelope, Unreadable>], _ context: AppRequestContext
    ) async throws -> [SubmissionBatch.Answer] {
        var answers: [SubmissionBatch.Answer] = []
        do {
            for event in events { answers.append(try await answer(event, context)) }
        } catch let error where StoreFault.isStoreFault(error) {
            context.logger.error(
                "the store failed a batch",
                metadata: ["error": .string(StoreFault.words(for: error)), "answered": "\(answers.count)"])
            throw Problem.batchInterrupted
        }
        return answers
    }

    private func answer(
        _ event: Result<Envelope, Unreadable>, _ context: AppRequestContext
    ) async throws -> SubmissionBatch.Answer {
        switch event {
        case .success(let envelope): .receipt(try await answer(envelope, context))
        case .failure(let reason): .problem(reason)
        }
    }

    private func isOwn(_ source: String, _ context: AppRequestContext) -> Bool {
        context.identity.publisher.map { $0 == territory.publisher(forSource: source)?.id } ?? false
    }

    private func answer(_ envelope: Envelope, _ context: AppRequestContext) async throws -> Receipt {
        let command = try command(for: envelope, context)
        // What is sent under a foreign name is refused, and must not be kept in the journal of what was taken in either.
        let receipt: Receipt =
            isOwn(envelope.source, context) ? try await entry.perform(command) : try await entry.rehearse(command)
        AnswerMeter.count(receipt)
        return receipt
    }

    /// An event that names no trace belongs to the request's.
    private func command(for envelope: Envelope, _ context: AppRequestContext) throws -> Command {
        var traced = envelope
        traced.traceParent = envelope.traceParent ?? context.traceParent
        return try Command(
            IntakeHandlers.takeIn, taking: traced, from: context.identity.publisher, actor: context.principal,
            instant: entry.now)
    }

    /// The headers as attributes: the HTTP binding percent-encodes what is not plain ASCII.
    private func attributes(of request: Request) -> [(name: String, value: Data?)] {
        request.headers.map { field in
            let isAttribute = field.name.canonicalName.hasPrefix(Envelope.Transport.http.rawValue)
            let value = isAttribute ? field.value.removingPercentEncoding ?? field.value : field.value
            return (name: field.name.canonicalName, value: Data(value.utf8))
        }
    }
}
