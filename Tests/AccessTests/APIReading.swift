import Foundation
import Runtime
import Testing
import Yams

/// What the OpenAPI document of a service says of who may do what, and of problems.
struct APIReading {
    /// Where the addresses begin that programs use without a token.
    static let areas = [" /health/", " /metrics", " /codelists/", " /openapi.yaml"]

    /// Every operation with the roles that may use it; `nil` where everybody may, without a token.
    let permissions: [String: Set<Role>?]
    /// The types of problems.
    let problems: Set<String>

    /// A document as it is served.
    init(_ text: String) throws {
        let paths = try #require(try Yams.compose(yaml: text)?["paths"]?.mapping)
        var permissions: [String: Set<Role>?] = [:]
        for (path, operations) in paths {
            for (method, operation) in try #require(operations.mapping) {
                let route = "\(try #require(method.string).uppercased()) \(try #require(path.string))"
                permissions.updateValue(try APIReading.roles(of: operation), forKey: route)
            }
        }
        self.permissions = permissions
        problems = APIReading.names(behind: #/tag:kim\.example,2026:problem:(?<name>[a-z-]+)/#, in: text)
    }

    /// The alternatives of a security requirement: a role each; none named, every role.
    private static func roles(of operation: Node) throws -> Set<Role>? {
        let alternatives = try #require(operation["security"]?.array())
        guard !alternatives.isEmpty else { return nil }
        let names = try alternatives.flatMap { try #require($0["bearer"]?.array()) }
        return names.isEmpty ? .everybody : Set(try names.map { try #require($0.string.flatMap(Role.init)) })
    }

    /// The types of problems that the code of a service, and what every service has, names; pages aside.
    static func problems<S: Microservice>(of type: S.Type) throws -> Set<String> {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        let service = String(describing: S.self).replacing("Service", with: "")
        return try ["Services/\(service)/Routes", "Shared/Runtime/HTTP"].reduce(into: []) { problems, folder in
            let place = root.appending(path: folder)
            for file in try FileManager.default.contentsOfDirectory(at: place, includingPropertiesForKeys: nil)
            where file.pathExtension == "swift" {
                let source = try String(contentsOf: file, encoding: .utf8)
                problems.formUnion(names(behind: #/(?: type: |Type = )"(?<name>[a-z-]+)"/#, in: source))
            }
        }
    }

    private static func names(behind pattern: Regex<(Substring, name: Substring)>, in text: String) -> Set<String> {
        Set(text.matches(of: pattern).map { String($0.output.name) })
    }
}
