import Foundation
import Yams

/// Why the texts or templates that the code was built with cannot be used; a fault of the build, told at the start.
public struct PageError: Error, Sendable, CustomStringConvertible {
    /// The file and what is wrong with it.
    public let description: String
}

/// The texts of pages by their keys, in both languages. Templates name a text as `t.key`.
struct PageTexts: Sendable {
    private struct Text: Decodable {
        let german: String
        let english: String
    }

    private var texts: [PageLanguage: [String: String]] = [:]

    /// Reads files of the form `key: {german: "…", english: "…"}`; a later file adds to an earlier one.
    init(_ files: [[UInt8]]) throws(PageError) {
        for file in files {
            let read: [String: Text]
            do { read = try PageTexts.decode(file) } catch {
                throw PageError(description: "texts of pages: \(error)")
            }
            texts[.german, default: [:]].merge(read.mapValues(\.german)) { $1 }
            texts[.english, default: [:]].merge(read.mapValues(\.english)) { $1 }
        }
    }

    static func decode<Value: Decodable>(_ file: [UInt8]) throws -> Value {
        try YAMLDecoder().decode(Value.self, from: Data(file))
    }

    /// Every text of a language by its key.
    subscript(language: PageLanguage) -> [String: String] { texts[language] ?? [:] }
}
