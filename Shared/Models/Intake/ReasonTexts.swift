import Foundation
import Yams

/// The sentences of the reason codes, in two languages, read once from the shipped table.
struct ReasonTexts: Decodable {
    let german: String
    let english: String

    /// By code. A table that cannot be read leaves the codes speak for themselves: a receipt must still go out.
    static let table: [String: ReasonTexts] = {
        let data = Data(PackageResources.reasons_yaml)
        return (try? YAMLDecoder().decode([String: ReasonTexts].self, from: data)) ?? [:]
    }()

    static func filled(_ text: String, _ details: [String: String]) -> String {
        guard text.contains("{") else { return text }
        return details.reduce(text) { $0.replacingOccurrences(of: "{\($1.key)}", with: $1.value) }
    }
}
