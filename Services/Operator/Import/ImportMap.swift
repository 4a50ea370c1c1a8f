import Models

/// What the columns of a list mean (YAML): how the list is written, and what stands where in the event of a row.
struct ImportMap: Equatable {
    /// A column and the line of the map that names it.
    struct Column: Hashable {
        var name: String
        var line: Int
    }

    /// The CloudEvents `source` of the events.
    var source: String
    var encoding: TextEncoding
    /// The separator; told from the first line of the list where absent.
    var separator: Unicode.Scalar?
    /// The columns from which ids of events are made; all that the map uses where there are none. Ids stand in receipts
    /// and logs, so that one of them must be a reference: a digest of name and birth alone can be guessed.
    var idColumns: [String]
    var body: ImportTree
    /// Every column that the map names, in its order.
    var columns: [Column]

    /// Reads a map.
    ///
    /// - Throws: the first thing that is wrong, with its line: an unknown key, a path that is none, two values for one
    ///   place.
    static func parse(yaml: String) throws(ConfigurationFileError) -> ImportMap {
        let root = try YAMLValue.document(yaml).mapping(["source", "encoding", "separator", "id", "fields"])
        var map = ImportMap(
            source: try root.required("source").text(),
            encoding: try root.optional("encoding")?.choice(of: TextEncoding.self) ?? .utf8,
            separator: try root.optional("separator").map(separator), idColumns: [], body: .members([:]), columns: [])
        if let id = root.optional("id") {
            for value in try id.oneOrMore() {
                map.idColumns.append(try map.column(value))
            }
        }
        var tellsOfPerson: [String: Bool] = [:]
        for (key, value) in try root.required("fields").entries() {
            let path = try key.text()
            let before = map.columns.count
            guard let steps = ImportTree.steps(path) else {
                throw key.refused("\"\(path)\" is no path", accepted: "names and indices as legalSpheres[0].code")
            }
            guard map.body.insert(try map.field(value), at: steps) else {
                throw key.refused("another field has this place or one within it", accepted: "one value for a place")
            }
            for column in map.columns[before...] where tellsOfPerson[column.name] != false {
                tellsOfPerson[column.name] = ImportMap.tellsOfPerson(path)
            }
        }
        let idColumns = map.idColumns.isEmpty ? map.columns.map(\.name) : map.idColumns
        guard idColumns.contains(where: { tellsOfPerson[$0] != true }) else {
            throw (root.optional("id") ?? root.place).refused(
                "ids of events would be made only of what tells of the person, from which they can be guessed",
                accepted: "with others or alone, a column with the office's own reference")
        }
        return map
    }

    /// The places of the names that an office has for a person, a household, a paper.
    private static let references: Set = ["clientReference", "household.reference", "evidenceReference"]

    /// Whether a place of a submission is about the person: every one but the references.
    private static func tellsOfPerson(_ path: String) -> Bool {
        guard case .object(let fields, _) = Submission.shape, !references.contains(path) else { return false }
        return fields.contains { path.prefix { $0 != "." && $0 != "[" } == $0.name }
    }

    private static func separator(_ value: YAMLValue) throws(ConfigurationFileError) -> Unicode.Scalar {
        let known: [String: Unicode.Scalar] = [";": ";", ",": ",", "tab": "\t", "\t": "\t"]
        let text = try value.text("\";\", \",\", tab") { known[$0] != nil }
        return known[text] ?? ";"
    }

    // MARK: - Fields

    private mutating func column(_ value: YAMLValue) throws(ConfigurationFileError) -> String {
        let name = try value.text("the name of a column")
        columns.append(Column(name: name, line: value.line))
        return name
    }

    private mutating func field(_ value: YAMLValue) throws(ConfigurationFileError) -> ImportField {
        if value.isScalar { return ImportField(column: try column(value)) }
        let fields = try value.mapping(
            ["column", "constant", "default", "when", "separator", "codes", "date", "phone", "number"])
        var field = ImportField()
        field.column = try fields.optional("column").map { (name) throws(ConfigurationFileError) in try column(name) }
        field.condition = try fields.optional("when").map { (name) throws(ConfigurationFileError) in try column(name) }
        let constant = fields.optional(field.column == nil ? "constant" : "default")
        field.constant = try constant.map(ImportMap.constant)
        field.separator = try fields.optional("separator")?.text()
        if field.column == nil {
            let foreign = ["default", "separator", "codes", "date", "phone", "number"].filter {
                fields.optional($0) != nil
            }
            guard field.constant != nil, foreign.isEmpty else {
                throw value.refused("no column", accepted: "column; or constant, alone or with when")
            }
        } else if let constant = fields.optional("constant") {
            throw constant.refused("a constant beside a column", accepted: "one of them; default for empty cells")
        }
        field.conversion = try ImportMap.conversion(fields)
        return field
    }

    private static func conversion(_ fields: YAMLMapping) throws(ConfigurationFileError) -> CellConversion {
        let kinds = ["codes", "date", "phone", "number"].filter { fields.optional($0) != nil }
        guard kinds.count <= 1 else {
            throw fields.place.refused(kinds.joined(separator: " and "), accepted: "one of them")
        }
        if let codes = fields.optional("codes") { return .codes(try table(codes)) }
        if let phone = fields.optional("phone") { return .phone(prefix: try prefix(phone)) }
        if let number = fields.optional("number") { return try number.flag() ? .number : .text }
        guard let date = fields.optional("date") else { return .text }
        var patterns: [DatePattern] = []
        for value in try date.oneOrMore() {
            guard let pattern = DatePattern(try value.text(DatePattern.accepted)) else {
                throw value.refused("no date format", accepted: DatePattern.accepted)
            }
            patterns.append(pattern)
        }
        return .date(patterns)
    }

    private static func table(_ value: YAMLValue) throws(ConfigurationFileError) -> [String: JSONValue] {
        var table: [String: JSONValue] = [:]
        for (key, value) in try value.entries() {
            let word = try key.text().lowercased()
            guard table.updateValue(try constant(value), forKey: word) == nil else {
                throw key.refused("the word is there twice", accepted: "every word once, whatever its capitals")
            }
        }
        return table
    }

    private static func prefix(_ value: YAMLValue) throws(ConfigurationFileError) -> String {
        try value.text("the country's prefix, quoted, as \"+49\"") { text in
            text.first == "+" && (2...4).contains(text.count) && Int(text.dropFirst()).map { $0 > 0 } ?? false
        }
    }

    /// Text; `true` and `false` without quotation marks are the values of that name.
    private static func constant(_ value: YAMLValue) throws(ConfigurationFileError) -> JSONValue {
        let text = try value.text()
        return value.plainFlag.map { .bool($0) } ?? .string(text)
    }
}
