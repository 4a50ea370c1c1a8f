import Models

/// The body of an event as a map describes it.
indirect enum ImportTree: Equatable {
    /// A step of a path: `client`, or `[0]`.
    enum Step: Hashable {
        case name(String)
        case index(Int)
    }

    case field(ImportField)
    case members([Step: ImportTree])

    /// The steps of a path as `client.contact.phones[0].number`; `nil` where it is none.
    static func steps(_ path: String) -> [Step]? {
        var steps: [Step] = []
        for part in path.split(separator: ".", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
            guard let name = pieces.first, name.first?.isLetter == true,
                name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
            else { return nil }
            steps.append(.name(String(name)))
            for piece in pieces.dropFirst() {
                guard piece.last == "]", let index = Int(piece.dropLast()), (0..<100).contains(index)
                else { return nil }
                steps.append(.index(index))
            }
        }
        return steps
    }

    /// Puts a field at the end of a path; `false` where another field lies on the way.
    mutating func insert(_ field: ImportField, at steps: some Collection<Step>) -> Bool {
        guard case .members(var members) = self else { return false }
        guard let first = steps.first else { return false }
        let rest = steps.dropFirst()
        if rest.isEmpty {
            guard members[first] == nil else { return false }
            members[first] = .field(field)
        } else {
            var below = members[first] ?? .members([:])
            guard below.insert(field, at: rest) else { return false }
            members[first] = below
        }
        // A list has no names, an object no numbers.
        let names = members.keys.count { if case .name = $0 { true } else { false } }
        guard names == 0 || names == members.count else { return false }
        self = .members(members)
        return true
    }
}

/// A place of an event's body and the columns that decide on it.
struct ImportPlace: Equatable {
    var pointer: JSONPointer
    var columns: [String]
}

extension ImportTree {
    /// The value for a row; `nil` where nothing of it is there. Items of a list that are left out leave no gap.
    ///
    /// - Parameter places: takes the places of the values, those that are left out included.
    func value(
        at pointer: JSONPointer = .root, _ places: inout [ImportPlace], _ cell: (String) -> String
    ) -> JSONValue? {
        switch self {
        case .field(let field):
            places.append(ImportPlace(pointer: pointer, columns: field.columns))
            return field.value(cell)
        case .members(let members):
            var named: [JSONMember] = []
            var items: [JSONValue] = []
            for (step, tree) in members.sorted(by: { $0.key < $1.key }) {
                switch step {
                case .name(let name):
                    guard let value = tree.value(at: pointer.appending(name), &places, cell) else { continue }
                    named.append(JSONMember(name: name, value: value))
                case .index:
                    let before = places.count
                    if let value = tree.value(at: pointer.appending(items.count), &places, cell) {
                        items.append(value)
                    } else {
                        places.removeSubrange(before...)
                        // RFC 6901's name of an item that is not there.
                        _ = tree.value(at: pointer.appending("-"), &places, cell)
                    }
                }
            }
            if !items.isEmpty { return .array(items) }
            return named.isEmpty ? nil : .object(named)
        }
    }
}

extension ImportTree.Step: Comparable {
    static func < (left: ImportTree.Step, right: ImportTree.Step) -> Bool {
        switch (left, right) {
        case (.name(let left), .name(let right)): left < right
        case (.index(let left), .index(let right)): left < right
        case (.name, .index): true
        case (.index, .name): false
        }
    }
}
