import Yams

/// A value of a YAML document that knows its place, so that whatever is wrong with it can be told with its line.
package struct YAMLValue {
    let node: Node
    package let path: String

    /// The line on which the value begins, from 1.
    package var line: Int { node.mark?.line ?? 1 }

    /// Reads a text that holds exactly one document; a repeated key is refused.
    package static func document(_ text: String) throws(ConfigurationFileError) -> YAMLValue {
        do {
            guard let root = try Yams.compose(yaml: text) else {
                throw ConfigurationFileError(line: 1, path: "", problem: "the file is empty", accepted: "a mapping")
            }
            return YAMLValue(node: root, path: "")
        } catch let error as ConfigurationFileError {
            throw error
        } catch {
            throw ConfigurationFileError(syntax: error)
        }
    }

    /// The error that refuses this value.
    package func refused(_ problem: String, accepted: String) -> ConfigurationFileError {
        ConfigurationFileError(line: line, path: path, problem: problem, accepted: accepted)
    }

    private func unaccepted(_ accepted: String) -> ConfigurationFileError {
        switch node {
        case .scalar(let scalar): refused("\"\(scalar.string)\" is not accepted", accepted: accepted)
        case .mapping: refused("a mapping is not accepted", accepted: accepted)
        case .sequence: refused("a list is not accepted", accepted: accepted)
        case .alias: refused("an alias is not accepted", accepted: accepted)
        }
    }
}

// MARK: - Structure

extension YAMLValue {
    /// The value as a mapping that has no other keys than these.
    package func mapping(_ keys: [String]) throws(ConfigurationFileError) -> YAMLMapping {
        let accepted = "the keys " + keys.joined(separator: ", ")
        guard let mapping = node.mapping else { throw unaccepted("a mapping with " + accepted) }
        var values: [String: YAMLValue] = [:]
        for (key, value) in mapping {
            let keyValue = YAMLValue(node: key, path: path)
            guard let name = key.string, keys.contains(name) else {
                throw keyValue.refused("unknown key \"\(key.string ?? "")\"", accepted: accepted)
            }
            values[name] = YAMLValue(node: value, path: path.isEmpty ? name : "\(path).\(name)")
        }
        return YAMLMapping(place: self, values: values)
    }

    /// The entries of a mapping whose keys are free, in the order of the file.
    package func entries() throws(ConfigurationFileError) -> [(key: YAMLValue, value: YAMLValue)] {
        guard let mapping = node.mapping else { throw unaccepted("a mapping") }
        return mapping.map { key, value in
            let place = "\(path).\(key.string ?? "")"
            return (YAMLValue(node: key, path: place), YAMLValue(node: value, path: place))
        }
    }

    /// The items of a list.
    package func list() throws(ConfigurationFileError) -> [YAMLValue] {
        guard let sequence = node.sequence else { throw unaccepted("a list") }
        return sequence.enumerated().map { YAMLValue(node: $1, path: "\(path)[\($0)]") }
    }

    /// The items of a list that has at least one, or the value itself where it is no list.
    package func oneOrMore() throws(ConfigurationFileError) -> [YAMLValue] {
        node.sequence == nil ? [self] : try filledList()
    }

    /// The items of a list that has at least one.
    package func filledList() throws(ConfigurationFileError) -> [YAMLValue] {
        let items = try list()
        guard !items.isEmpty else { throw refused("the list is empty", accepted: "at least one item") }
        return items
    }

    /// Reads every item of a filled list and refuses a second one with the same value of a key.
    package func items<Item>(
        distinctBy key: String, _ read: (YAMLValue) throws(ConfigurationFileError) -> Item
    ) throws(ConfigurationFileError) -> [Item] {
        var seen: Set<String> = []
        var items: [Item] = []
        for value in try filledList() {
            items.append(try read(value))
            guard let id = value.node.mapping?[key], let text = id.string else { continue }
            guard seen.insert(text).inserted else {
                throw YAMLValue(node: id, path: "\(value.path).\(key)")
                    .refused("\"\(text)\" is there twice", accepted: "every \(key) once")
            }
        }
        return items
    }

    /// Reads every item of a list of plain values and refuses a repeated one.
    package func distinct<Item: Hashable>(
        _ read: (YAMLValue) throws(ConfigurationFileError) -> Item
    ) throws(ConfigurationFileError) -> [Item] {
        var items: [Item] = []
        for value in try list() {
            let item = try read(value)
            guard !items.contains(item) else { throw value.refused("the value is there twice", accepted: "each once") }
            items.append(item)
        }
        return items
    }
}

// MARK: - Scalars

extension YAMLValue {
    /// Whether it is a scalar.
    package var isScalar: Bool { node.scalar != nil }

    /// `true` or `false` where it stands there without quotation marks.
    package var plainFlag: Bool? {
        guard let scalar = node.scalar, scalar.style == .plain else { return nil }
        return Bool(scalar.string)
    }

    /// Non-empty text, quoted or not.
    package func text(_ accepted: String = "text") throws(ConfigurationFileError) -> String {
        guard let scalar = node.scalar,
            !(scalar.style == .plain && ["", "~", "null"].contains(scalar.string)), !scalar.string.isEmpty
        else { throw unaccepted(accepted) }
        return scalar.string
    }

    /// Text that fulfils a condition, which `accepted` puts in words.
    package func text(
        _ accepted: String, where condition: (String) -> Bool
    ) throws(ConfigurationFileError) -> String {
        let text = try text(accepted)
        guard condition(text) else { throw unaccepted(accepted) }
        return text
    }

    /// An identifier of lower-case letters, digits and hyphens.
    package func identifier() throws(ConfigurationFileError) -> String {
        try text("lower-case letters, digits and hyphens, at most 40") { text in
            text.utf8.count <= 40
                && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        }
    }

    /// One of the ids that the file defines elsewhere.
    package func reference(to kind: String, in ids: [String]) throws(ConfigurationFileError) -> String {
        try text("the id of a \(kind): \(ids.joined(separator: ", "))") { ids.contains($0) }
    }

    /// One of an enumeration's raw values.
    package func choice<Choice: RawRepresentable & CaseIterable>(
        of type: Choice.Type
    ) throws(ConfigurationFileError) -> Choice where Choice.RawValue == String {
        let accepted = type.allCases.map(\.rawValue).joined(separator: ", ")
        guard let choice = Choice(rawValue: try text(accepted)) else { throw unaccepted(accepted) }
        return choice
    }

    /// A whole number within bounds.
    package func integer(in range: ClosedRange<Int>) throws(ConfigurationFileError) -> Int {
        let accepted = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard let number = Int(try text(accepted)), range.contains(number) else { throw unaccepted(accepted) }
        return number
    }

    /// A number within bounds.
    package func number(in range: ClosedRange<Double>) throws(ConfigurationFileError) -> Double {
        let accepted = "a number from \(range.lowerBound) to \(range.upperBound)"
        guard let number = Double(try text(accepted)), range.contains(number) else { throw unaccepted(accepted) }
        return number
    }

    /// `true` or `false`.
    package func flag() throws(ConfigurationFileError) -> Bool {
        try text("true, false") { ["true", "false"].contains($0) } == "true"
    }

    /// A calendar day.
    package func date() throws(ConfigurationFileError) -> LocalDate {
        let accepted = "a day of the calendar, yyyy-MM-dd"
        guard let date = LocalDate(try text(accepted)) else { throw unaccepted(accepted) }
        return date
    }
}

/// A mapping of a YAML document after its keys were checked.
package struct YAMLMapping {
    package let place: YAMLValue
    package let values: [String: YAMLValue]

    /// The value of a key that must be there.
    package func required(_ key: String) throws(ConfigurationFileError) -> YAMLValue {
        guard let value = values[key] else {
            throw place.refused("the key \"\(key)\" is missing", accepted: "a value for it")
        }
        return value
    }

    /// The value of a key that may be left out.
    package func optional(_ key: String) -> YAMLValue? { values[key] }
}

extension ConfigurationFileError {
    /// What the YAML parser refused; it names the line itself.
    fileprivate init(syntax error: any Error) {
        let accepted = "one YAML document"
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            self.init(line: mark.line, path: "", problem: problem, accepted: accepted)
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map { "\"\($0)\"" }.joined(separator: ", ")
            self.init(line: context.mark.line, path: "", problem: "\(names) there twice", accepted: "every key once")
        case .reader(let problem, let offset, _, let text):
            let before = text.prefix(offset ?? 0)
            let line = 1 + before.count { $0.isNewline }
            self.init(line: line, path: "", problem: problem, accepted: "UTF-8 without control characters")
        default:
            self.init(line: 1, path: "", problem: "the file cannot be read", accepted: accepted)
        }
    }
}
