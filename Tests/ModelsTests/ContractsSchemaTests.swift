import Foundation
import Testing

@testable import Models

@Suite("The published schemas and examples")
struct ContractsSchemaTests {
    /// With `KIM_WRITE_CONTRACTS=1` the schemas are written instead of compared (`Shared/Contracts/README.md`).
    private static let writes = ProcessInfo.processInfo.environment["KIM_WRITE_CONTRACTS"] == "1"

    private static let exampleDay = LocalDate("2026-10-15")

    @Test("The published schema of each event type is the one that its shape generates", arguments: PublishedBody.all)
    func schema(of body: PublishedBody) throws {
        let generated = body.shape.jsonSchema(
            id: Envelope.dataSchema(of: body.eventType), title: body.title, codelists: try Codelists.shipped()
        ).pretty()
        let file = ContractFiles.schema(of: body.eventType)
        if Self.writes {
            try generated.write(to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(try String(contentsOf: file, encoding: .utf8) == generated, "\(file.lastPathComponent) is outdated")
        }
    }

    @Test("There is no schema and no example of an event type that does not exist")
    func nothingElse() throws {
        let types = PublishedBody.all.map(\.eventType).sorted()
        #expect(try ContractFiles.names(in: "schemas") == types.map { "\($0).schema.json" })
        #expect(try ContractFiles.names(in: "examples") == types)
    }

    @Test("Each example fulfils its contract without a warning", arguments: PublishedBody.all)
    func exampleIsValid(of body: PublishedBody) throws {
        let day = try #require(Self.exampleDay)
        let codelists = try Codelists.shipped()
        for (name, data) in try examples(of: body) {
            let findings = body.shape.issues(in: try JSONValue.parse(data), on: day, codelists: codelists)
            #expect(findings.errors.isEmpty && findings.warnings.isEmpty, "\(name): \(findings)")
        }
    }

    @Test("Each example is read as its Swift type and written again as it was", arguments: PublishedBody.all)
    func exampleRoundTrip(of body: PublishedBody) throws {
        for (name, data) in try examples(of: body) {
            let written = try JSONValue.parse(try body.rewritten(data)).significant
            let expected = try JSONValue.parse(data).significant
            #expect(String(decoding: written, as: UTF8.self) == String(decoding: expected, as: UTF8.self), "\(name)")
        }
    }

    @Test("A required field that is taken out of an example is missed", arguments: PublishedBody.all)
    func missingFields(of body: PublishedBody) throws {
        let day = try #require(Self.exampleDay)
        let codelists = try Codelists.shipped()
        let (name, data) = try #require(try examples(of: body).first)
        let document = try JSONValue.parse(data)
        let members = try #require(document.objectValue)
        let fields: [Shape.Field]
        switch body.shape {
        case .object(let all, _): fields = all
        case .choice(let choice):
            let code = document[choice.tag]?.stringValue
            let variant = try #require(choice.variants.first { $0.code == code })
            fields = [.required(choice.tag, .code(list: choice.list))] + variant.fields
        default: throw Unexpected()
        }
        for field in fields where field.absence != nil {
            let shortened = JSONValue.object(members.filter { $0.name != field.name })
            let findings = body.shape.issues(in: shortened, on: day, codelists: codelists)
            #expect(findings.errors.map(\.pointer) == ["/\(field.name)"], "\(name)")
        }
    }

    @Test("The example submissions pass the whole check of Intake")
    func submissions() throws {
        let day = try #require(Self.exampleDay)
        let codelists = try Codelists.shipped()
        let body = try #require(PublishedBody.all.first)
        for (name, data) in try examples(of: body) {
            guard case .accepted(_, let warnings) = SubmissionCheck.check(data, on: day, codelists: codelists) else {
                Issue.record("\(name) is refused")
                continue
            }
            #expect(warnings.map(\.code) == (name.hasPrefix("mononym") ? [.januaryFirstYearOnly] : []), "\(name)")
        }
    }

    @Test("The messages of the example receipts are those of the code")
    func receiptMessages() throws {
        for name in try ContractFiles.names(in: "examples/\(Receipt.eventType)") {
            let file = ContractFiles.folder.appending(path: "examples/\(Receipt.eventType)/\(name)")
            let receipt = try JSONDecoder().decode(Receipt.self, from: Data(contentsOf: file))
            let details = ["list": "nationalities", "version": try Codelists.shipped()["nationalities"]?.version ?? ""]
            for issue in receipt.reasons + receipt.warnings {
                #expect(issue.message == issue.code.german(details), "\(name)")
            }
        }
    }

    private struct Unexpected: Error {}

    private func examples(of body: PublishedBody) throws -> [(name: String, data: Data)] {
        let names = try ContractFiles.names(in: "examples/\(body.eventType)")
        #expect(!names.isEmpty)
        return try names.map { name in
            (name, try Data(contentsOf: ContractFiles.folder.appending(path: "examples/\(body.eventType)/\(name)")))
        }
    }
}
