import Foundation
import Testing

@testable import Models

/// An event type as `Shared/Contracts` publishes it.
struct PublishedBody: CustomTestStringConvertible, Sendable {
    let eventType: String
    let title: String
    let shape: Shape
    /// Reads a body as its Swift type and writes it again.
    let rewritten: @Sendable (Data) throws -> Data

    init<Body: EventBody>(_ body: Body.Type, _ title: String, _ shape: Shape) {
        eventType = Body.eventType
        self.title = title
        self.shape = shape
        rewritten = { try JSONEncoder().encode(JSONDecoder().decode(Body.self, from: $0)) }
    }

    var testDescription: String { eventType }

    static let all = [
        PublishedBody(Submission.self, "Submission", Submission.shape),
        PublishedBody(Correction.self, "Correction", Correction.shape),
        PublishedBody(Withdrawal.self, "Withdrawal", Withdrawal.shape),
        PublishedBody(LegalSphereChange.self, "Change of a legal sphere", LegalSphereChange.shape),
        PublishedBody(Receipt.self, "Receipt", Receipt.shape),
        PublishedBody(Admission.self, "Admission", Admission.shape),
        PublishedBody(CorrectionHandover.self, "Correction, handed over", CorrectionHandover.shape),
        PublishedBody(WithdrawalHandover.self, "Withdrawal, handed over", WithdrawalHandover.shape),
        PublishedBody(
            LegalSphereChangeHandover.self, "Change of a legal sphere, handed over", LegalSphereChangeHandover.shape),
        PublishedBody(RequestState.self, "State of a request", RequestState.shape),
        PublishedBody(CaseState.self, "State of a case", CaseState.shape),
        PublishedBody(PostState.self, "State of a post", PostState.shape),
        PublishedBody(ThemeState.self, "State of a structural theme", ThemeState.shape),
        PublishedBody(ConferenceState.self, "State of a conference", ConferenceState.shape),
        PublishedBody(Decision.self, "Decision", Decision.shape),
        PublishedBody(Erasure.self, "Erasure", Erasure.shape),
        PublishedBody(Figure.self, "Figure", Figure.shape),
        PublishedBody(Release.self, "Release", Release.shape),
    ]
}

/// The files of `Shared/Contracts`, found from the place of this file.
enum ContractFiles {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Shared/Contracts")

    static func schema(of eventType: String) -> URL {
        folder.appending(path: "schemas/\(eventType).schema.json")
    }

    /// The names of what lies in a folder, sorted.
    static func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: path).path).sorted()
    }
}

extension JSONValue {
    /// The same without empty lists and objects, which mean what their absence means, and with sorted members.
    var significant: Data { withoutEmpty.canonical() }

    private var withoutEmpty: JSONValue {
        switch self {
        case .array(let elements): .array(elements.map(\.withoutEmpty))
        case .object(let members):
            .object(
                members.map { JSONMember(name: $0.name, value: $0.value.withoutEmpty) }
                    .filter { $0.value != .array([]) && $0.value != .object([]) }
            )
        default: self
        }
    }
}
