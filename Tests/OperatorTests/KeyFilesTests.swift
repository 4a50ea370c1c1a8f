import Foundation
import Models
import TestSupport
import Testing

@testable import Operator

struct KeyFilesTests {
    private let directory: TemporaryDirectory
    private var files: KeyFiles { KeyFiles(directory: directory.path + "/keys") }

    init() throws { directory = try TemporaryDirectory() }

    private func content(_ name: String) -> Data? {
        FileManager.default.contents(atPath: "\(files.directory)/\(name)")
    }

    private func mode(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(files.directory)/\(name)")
        return try #require(attributes[.posixPermissions] as? NSNumber).intValue
    }

    @Test("Every service gets a key file of its own, which nobody else may read, and all public keys are in one file")
    func fresh() throws {
        let outcomes = try files.complete()
        #expect(outcomes.map(\.words) == ["made", "made", "made", "made", "written"])
        let publicKeys = try PublicKeys(file: #require(content(KeyFiles.publicFile)))
        for service in ServiceName.allCases {
            let keys = try ServiceKeys(file: #require(content(KeyFiles.name(of: service))))
            #expect(keys.service == service)
            #expect(try publicKeys.key(of: service).id == keys.publicKey.id)
            #expect(try mode(KeyFiles.name(of: service)) == 0o600)
        }
        #expect(try mode(KeyFiles.publicFile) == 0o644)
        #expect(try FileManager.default.contentsOfDirectory(atPath: files.directory).count == 5)
    }

    @Test("A development key is made once, readable by its owner alone, and its key set follows it")
    func development() throws {
        #expect(try files.completeDevelopment().map(\.words) == ["made", "written"])
        let key = content(KeyFiles.developmentFile)
        let keySet = content(KeyFiles.keySetFile)
        #expect(try mode(KeyFiles.developmentFile) == 0o600)
        #expect(try mode(KeyFiles.keySetFile) == 0o644)
        #expect(try files.completeDevelopment().map(\.words) == ["there already", "written"])
        #expect(content(KeyFiles.developmentFile) == key)
        #expect(content(KeyFiles.keySetFile) == keySet)
        #expect(String(decoding: keySet ?? Data(), as: UTF8.self).contains("\"kid\" : \"development-"))
    }

    @Test("Keys that are there are never overwritten")
    func repeated() throws {
        _ = try files.complete()
        let before = ServiceName.allCases.map { content(KeyFiles.name(of: $0)) }
        #expect(
            try files.complete().map(\.words) == [
                "there already", "there already", "there already", "there already", "written",
            ])
        #expect(ServiceName.allCases.map { content(KeyFiles.name(of: $0)) } == before)
    }

    @Test("A partial set is completed, and the public keys follow the keys that are there")
    func partial() throws {
        _ = try files.complete()
        let intake = content(KeyFiles.name(of: .intake))
        try FileManager.default.removeItem(atPath: "\(files.directory)/\(KeyFiles.name(of: .statistics))")
        try FileManager.default.removeItem(atPath: "\(files.directory)/\(KeyFiles.publicFile)")
        #expect(
            try files.complete().map(\.words) == ["there already", "there already", "there already", "made", "written"])
        #expect(content(KeyFiles.name(of: .intake)) == intake)
        let publicKeys = try PublicKeys(file: #require(content(KeyFiles.publicFile)))
        for service in ServiceName.allCases {
            let keys = try ServiceKeys(file: #require(content(KeyFiles.name(of: service))))
            #expect(try publicKeys.key(of: service).id == keys.publicKey.id)
        }
    }

    @Test("A file that is no key file stops everything and stays as it is", arguments: ["", "{}", "not keys"])
    func broken(text: String) throws {
        try FileManager.default.createDirectory(atPath: files.directory, withIntermediateDirectories: true)
        let path = "\(files.directory)/\(KeyFiles.name(of: .supervision))"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        let error = try #require(throws: Failure.self) { try files.complete() }
        #expect(error.description.hasPrefix(path))
        #expect(content(KeyFiles.name(of: .supervision)) == Data(text.utf8))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: files.directory) == [KeyFiles.name(of: .supervision)])
    }

    @Test("The keys of another service under a service's name are refused")
    func swapped() throws {
        try FileManager.default.createDirectory(atPath: files.directory, withIntermediateDirectories: true)
        let path = "\(files.directory)/\(KeyFiles.name(of: .intake))"
        try ServiceKeys.makeFile(for: .statistics).write(to: URL(fileURLWithPath: path))
        #expect(throws: Failure("\(path): holds the keys of statistics; it is left as it is")) { try files.complete() }
    }
}
