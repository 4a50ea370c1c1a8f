import Foundation
import Testing

@testable import Models

@Suite("The AsyncAPI documents")
struct ContractsAsyncAPITests {
    private static let services = ServiceName.allCases
    private static let folder = ContractFiles.folder.appending(path: "asyncapi")

    @Test("There is one document per service, and the part they share")
    func files() throws {
        let expected = (Self.services.map(\.rawValue) + ["common"]).map { "\($0).yaml" }.sorted()
        #expect(try ContractFiles.names(in: "asyncapi") == expected)
    }

    @Test("Each reference of a document leads somewhere", arguments: Self.services.map(\.rawValue) + ["common"])
    func references(in name: String) throws {
        let file = Self.folder.appending(path: "\(name).yaml")
        let references = try Self.read(file).references
        #expect(!references.isEmpty)
        for reference in references {
            let parts = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let target = parts[0].isEmpty ? file : Self.folder.appending(path: parts[0]).standardized
            let document = try Self.read(target)
            #expect(parts.count < 2 || document.at(pointer: parts[1]) != nil, "\(name): \(reference)")
        }
    }

    @Test("Each channel is a topic of the list that the service may use as the document says", arguments: services)
    func channels(of service: ServiceName) throws {
        let document = try Self.read(Self.folder.appending(path: "\(service.rawValue).yaml"))
        #expect(document["asyncapi"] == "3.0.0")
        let topics = try TopicList.parse(yaml: ShippedFiles.text("topics.yaml"))
        let party = try #require(TopicDefinition.Party(rawValue: service.rawValue))
        let operations = try #require(document["operations"]?.objectValue)
        for operation in operations.map(\.value) {
            let pointer = try #require(operation["channel"]?["$ref"]?.stringValue).dropFirst()
            let channel = try #require(document.at(pointer: String(pointer)))
            let address = try #require(channel["address"]?.stringValue)
            let topic = try #require(topics.topic(String(address.trimmingPrefix("{prefix}"))), "\(address)")
            let permitted = operation["action"] == "send" ? topic.writers : topic.readers
            #expect(permitted.contains(party), "\(service.rawValue) \(operation["action"] ?? .null) \(address)")
        }
        let used = Set(operations.compactMap { $0.value["channel"]?["$ref"]?.stringValue })
        let listed = Set((document["channels"]?.objectValue ?? []).map { "#/channels/\($0.name)" })
        #expect(used == listed)
    }

    @Test("Each message is named after the event type whose schema it carries")
    func messages() throws {
        let document = try Self.read(Self.folder.appending(path: "common.yaml"))
        let messages = try #require(document["components"]?["messages"]?.objectValue)
        for message in messages {
            let schema = message.value["payload"]?["schema"]?["$ref"]?.stringValue
            guard let schema else { continue }
            #expect(schema == "../schemas/\(message.value["name"]?.stringValue ?? "").schema.json", "\(message.name)")
        }
        #expect(messages.count { $0.value["payload"]?["schema"] != nil } == 16)
    }

    private static func read(_ file: URL) throws -> JSONValue {
        let data = try Data(contentsOf: file)
        guard file.pathExtension == "yaml" else { return try JSONValue.parse(data) }
        return try YAMLValue.document(String(decoding: data, as: UTF8.self)).json
    }
}

extension YAMLValue {
    /// The same as JSON; every scalar as a string.
    fileprivate var json: JSONValue {
        if let entries = try? entries() {
            return .object(
                entries.map { JSONMember(name: (try? $0.key.text()) ?? "", value: $0.value.json) }
            )
        }
        if let items = try? list() { return .array(items.map(\.json)) }
        return (try? text()).map { .string($0) } ?? .null
    }
}

extension JSONValue {
    /// The targets of all references in it.
    fileprivate var references: [String] {
        switch self {
        case .object(let members):
            members.flatMap { member in
                member.name == "$ref" ? [member.value.stringValue ?? ""] : member.value.references
            }
        case .array(let elements): elements.flatMap(\.references)
        default: []
        }
    }

    /// What a JSON Pointer points at; `nil` where there is nothing.
    fileprivate func at(pointer: String) -> JSONValue? {
        pointer.split(separator: "/").reduce(Optional(self)) { $0?[String($1)] }
    }
}
