import Foundation
import Yams

/// Why the shipped codelists cannot be read; a fault of the build, told at the start.
public struct CodelistError: Error, Sendable, CustomStringConvertible {
    /// The file and what is wrong with it.
    public let description: String
}

/// The codelists of contracts 7, as data shipped with the code.
public struct Codelists: Sendable {
    private let lists: [String: Codelist]
    private let originGroups: [String: String]

    /// The codelist of this name; `nil` where there is none.
    public subscript(name: String) -> Codelist? { lists[name] }

    /// The names of all codelists, sorted.
    public var names: [String] { lists.keys.sorted() }

    /// The version of every codelist by its name, as a release states them.
    public var versions: [String: String] { lists.mapValues(\.version) }

    /// The lists that this code was built with, read once.
    public static func shipped() throws(CodelistError) -> Codelists { try loaded.get() }

    private static let loaded = Result { () throws(CodelistError) in
        try Codelists(
            lists: Data(PackageResources.codelists_yaml),
            countries: String(decoding: PackageResources.countries_csv, as: UTF8.self)
        )
    }

    /// Reads the lists (YAML) and the countries (`code;name;origin group;valid from;valid to`).
    init(lists data: Data, countries: String) throws(CodelistError) {
        let raw: [String: Raw]
        do { raw = try YAMLDecoder().decode([String: Raw].self, from: data) } catch {
            throw CodelistError(description: "codelists: \(error)")
        }
        var lists: [String: Codelist] = [:]
        for (name, list) in raw {
            lists[name] = Codelist(name: name, version: list.version, values: list.values ?? [], family: list.family)
        }
        let rows = try Codelists.rows(of: countries)
        if let nationalities = raw["nationalities"] {
            lists["nationalities"] = Codelist(
                name: "nationalities", version: nationalities.version, values: rows.map(\.value),
                family: nationalities.family
            )
        }
        for list in lists.values where Set(list.values.map(\.code)).count != list.values.count || list.values.isEmpty {
            throw CodelistError(description: "codelist \(list.name): empty, or a code twice")
        }
        self.lists = lists
        originGroups = Dictionary(rows.map { ($0.value.code, $0.group) }) { first, _ in first }
        for group in Set(originGroups.values) where lists["origin-groups"]?[group] == nil {
            throw CodelistError(description: "countries: origin group \(group) is not in the codelist")
        }
    }

    private struct Raw: Decodable {
        let version: String
        let values: [Codelist.Value]?
        let family: Codelist.Family?
    }

    private static func rows(of countries: String) throws(CodelistError) -> [(value: Codelist.Value, group: String)] {
        var rows: [(value: Codelist.Value, group: String)] = []
        for line in countries.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            let parts = line.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 5, parts[3].isEmpty || LocalDate(parts[3]) != nil,
                parts[4].isEmpty || LocalDate(parts[4]) != nil
            else { throw CodelistError(description: "countries: five columns are needed in \(line)") }
            let value = Codelist.Value(
                code: parts[0], german: parts[1], validFrom: LocalDate(parts[3]), validTo: LocalDate(parts[4])
            )
            rows.append((value, parts[2]))
        }
        return rows
    }
}

// MARK: - Origin

extension Codelists {
    /// The origin group that statistics count for these nationalities: the group of the first that is not German and
    /// is known; `german` where German is the only one; `stateless-unknown` where nothing is known, which includes
    /// keys of other systems.
    public func originGroup(of nationalities: [String]) -> String {
        let groups = nationalities.compactMap { originGroups[$0] }
        return groups.first { $0 != OriginGroup.german && $0 != OriginGroup.unknown }
            ?? groups.first { $0 == OriginGroup.german } ?? OriginGroup.unknown
    }
}

/// The origin groups with a meaning of their own in the rule above.
enum OriginGroup {
    static let german = "german"
    static let unknown = "stateless-unknown"
}
