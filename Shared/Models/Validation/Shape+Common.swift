extension Shape.Choice {
    /// The fields of a document that does not say which variant it is: what is wrong in every one of them is wrong in
    /// it, and a field of any of them is no surprise.
    var commonFields: [Shape.Field] { Shape.Field.common(of: variants.map(\.fields)) }
}

extension Shape.Field {
    fileprivate static func common(of lists: [[Shape.Field]]) -> [Shape.Field] {
        var names: [String] = []
        for field in lists.joined() where !names.contains(field.name) { names.append(field.name) }
        return names.map { name in
            let fields = lists.compactMap { list in list.first { $0.name == name } }
            guard fields.count == lists.count else { return .optional(name, .any) }
            let shape = Shape.common(of: fields.map(\.shape))
            guard let absence = fields.first?.absence, fields.allSatisfy({ $0.absence != nil }) else {
                return .optional(name, shape)
            }
            return .required(name, shape, absence: absence)
        }
    }
}

extension Shape {
    /// What everything that has one of these shapes fulfils.
    fileprivate static func common(of shapes: [Shape]) -> Shape {
        if let first = shapes.first, shapes.allSatisfy({ $0 == first }) { return first }
        let objects = shapes.compactMap { shape -> [Field]? in
            guard case .object(let fields, _) = shape else { return nil }
            return fields
        }
        return objects.count == shapes.count ? .object(Field.common(of: objects)) : .any
    }
}
