extension Shape {
    /// The same description as JSON Schema 2020-12, in a fixed order. Codelists become definitions, so that each
    /// stands there once, with all their codes: validity on a day is checked on reception only.
    public func jsonSchema(id: String, title: String, codelists: Codelists) -> JSONValue {
        var codes = CodeReferences(place: "#/$defs/")
        var members: [JSONMember] = [
            JSONMember(name: "$schema", value: "https://json-schema.org/draft/2020-12/schema"),
            JSONMember(name: "$id", value: .string(id)),
            JSONMember(name: "title", value: .string(title)),
        ]
        members += schema(&codes)
        let definitions = codes.lists.sorted().compactMap { codelists[$0] }.map { list in
            JSONMember(name: list.name, value: list.schema)
        }
        if !definitions.isEmpty { members.append(JSONMember(name: "$defs", value: .object(definitions))) }
        return .object(members)
    }

    /// The same as schemas among the components of an OpenAPI document, by name: shapes and all codelists.
    public static func components(_ shapes: [String: Shape], _ codelists: Codelists) -> JSONValue {
        var codes = CodeReferences(place: "#/components/schemas/")
        let bodies = shapes.sorted { $0.key < $1.key }.map { name, shape in
            JSONMember(name: name, value: .object(shape.schema(&codes)))
        }
        let lists = codelists.names.compactMap { codelists[$0] }.map { JSONMember(name: $0.name, value: $0.schema) }
        return .object(bodies + lists)
    }

    /// Where the codelists of a schema stand, and which it refers to.
    private struct CodeReferences {
        let place: String
        var lists: Set<String> = []
    }

    private func schema(_ codes: inout CodeReferences) -> [JSONMember] {
        switch self {
        case .object(let fields, let anyOf):
            return Shape.objectSchema(fields, &codes) + Shape.demand(anyOf)
        case .choice(let choice):
            let variants = choice.variants.map { variant -> JSONValue in
                var tagged = Shape.objectSchema(variant.fields, &codes, tag: choice.tag, is: variant.code)
                tagged.removeFirst()
                return .object(tagged)
            }
            return Shape.type("object") + [JSONMember(name: "oneOf", value: .array(variants))]
                + Shape.demand(choice.anyOf)
        case .array(let element, let count, let unique):
            var members = Shape.type("array")
            members.append(JSONMember(name: "items", value: .object(element.schema(&codes))))
            if count.lowerBound > 0 { members.append(JSONMember(name: "minItems", value: .integer(count.lowerBound))) }
            members.append(JSONMember(name: "maxItems", value: .integer(count.upperBound)))
            if unique { members.append(JSONMember(name: "uniqueItems", value: true)) }
            return members
        case .string(let rule):
            return Shape.type("string") + [
                JSONMember(name: "minLength", value: .integer(rule.minimum)),
                JSONMember(name: "maxLength", value: .integer(rule.maximum)),
                JSONMember(name: "pattern", value: .string(rule.form.pattern)),
            ]
        case .code(let list):
            codes.lists.insert(list)
            return [JSONMember(name: "$ref", value: .string(codes.place + list))]
        case .partialDate:
            let pattern = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
            return Shape.type("string") + [JSONMember(name: "pattern", value: .string(pattern))]
        case .date: return Shape.type("string") + [JSONMember(name: "format", value: "date")]
        case .instant: return Shape.type("string") + [JSONMember(name: "format", value: "date-time")]
        case .integer(let range):
            return Shape.type("integer") + [
                JSONMember(name: "minimum", value: .integer(range.lowerBound)),
                JSONMember(name: "maximum", value: .integer(range.upperBound)),
            ]
        case .number(let range):
            return Shape.type("number") + [
                JSONMember(name: "minimum", value: .number(String(range.lowerBound))),
                JSONMember(name: "maximum", value: .number(String(range.upperBound))),
            ]
        case .boolean: return Shape.type("boolean")
        case .oneOf(let texts):
            return Shape.type("string") + [JSONMember(name: "enum", value: .array(texts.map { .string($0) }))]
        case .orNull(let shape):
            let choices: JSONValue = [["type": "null"], .object(shape.schema(&codes))]
            return [JSONMember(name: "anyOf", value: choices)]
        case .table(let shape):
            let values = JSONValue.object(shape.schema(&codes))
            return Shape.type("object") + [JSONMember(name: "additionalProperties", value: values)]
        case .any: return []
        }
    }

    private static func type(_ name: String) -> [JSONMember] {
        [JSONMember(name: "type", value: .string(name))]
    }

    private static func demand(_ anyOf: [String]) -> [JSONMember] {
        let choices = anyOf.map { name -> JSONValue in ["required": [.string(name)]] }
        return choices.isEmpty ? [] : [JSONMember(name: "anyOf", value: .array(choices))]
    }

    private static func objectSchema(
        _ fields: [Field], _ codes: inout CodeReferences, tag: String? = nil, is code: String = ""
    ) -> [JSONMember] {
        var properties: [JSONMember] = []
        var required: [JSONValue] = []
        if let tag {
            properties.append(JSONMember(name: tag, value: ["const": .string(code)]))
            required.append(.string(tag))
        }
        for field in fields {
            var members = field.shape.schema(&codes)
            if let note = field.note { members.append(JSONMember(name: "description", value: .string(note))) }
            properties.append(JSONMember(name: field.name, value: .object(members)))
            if field.absence != nil { required.append(.string(field.name)) }
        }
        var members = type("object")
        members.append(JSONMember(name: "properties", value: .object(properties)))
        if !required.isEmpty { members.append(JSONMember(name: "required", value: .array(required))) }
        return members
    }
}

extension Codelist {
    fileprivate var schema: JSONValue {
        var members = [JSONMember(name: "description", value: .string("Codelist \(name), version \(version)"))]
        let codes = JSONValue.array(values.map { .string($0.code) })
        if let family {
            let pattern = "^\(family.prefix)[0-9]{\(family.digits)}$"
            members.append(JSONMember(name: "anyOf", value: [["enum": codes], ["pattern": .string(pattern)]]))
        } else {
            members.append(JSONMember(name: "enum", value: codes))
        }
        members.insert(JSONMember(name: "type", value: "string"), at: 0)
        return .object(members)
    }
}

extension JSONValue {
    /// A whole number.
    public static func integer(_ value: Int) -> JSONValue { .number(String(value)) }
}
