extension Shape {
    /// Everything that is wrong with a document, with its place; unknown fields are warnings.
    ///
    /// - Parameter day: the day on which codes must be valid, the local day of the event.
    public func issues(in value: JSONValue, on day: LocalDate, codelists: Codelists) -> ValidationFindings {
        var inspection = ShapeInspection(day: day, codelists: codelists)
        inspection.inspect(value, self, at: .root)
        return inspection.findings
    }
}

/// One walk through a document along its shape.
struct ShapeInspection {
    let day: LocalDate
    let codelists: Codelists
    private(set) var findings = ValidationFindings()

    init(day: LocalDate, codelists: Codelists) {
        self.day = day
        self.codelists = codelists
    }

    mutating func inspect(_ value: JSONValue, _ shape: Shape, at pointer: JSONPointer) {
        switch shape {
        case .object(let fields, let anyOf): inspectObject(value, fields, anyOf: anyOf, at: pointer)
        case .choice(let choice): inspectChoice(value, choice, at: pointer)
        case .array(let element, let count, let unique):
            inspectArray(value, of: element, count: count, unique: unique, at: pointer)
        case .string(let rule): withText(value, at: pointer) { $0.inspectText($1, rule, at: pointer) }
        case .code(let list): withText(value, at: pointer) { $0.inspectCode($1, list, at: pointer) }
        case .partialDate: withText(value, at: pointer) { $0.demand(PartialDate($1) != nil, at: pointer) }
        case .date: withText(value, at: pointer) { $0.demand(LocalDate($1) != nil, at: pointer) }
        case .instant: withText(value, at: pointer) { $0.demand(Instant.parse($1) != nil, at: pointer) }
        case .integer(let range): inspectInteger(value, range, at: pointer)
        case .number(let range): inspectNumber(value, range, at: pointer)
        case .boolean:
            if value.boolValue == nil { refuse(.wrongType, at: pointer, ["type": "boolean"]) }
        case .oneOf(let texts):
            withText(value, at: pointer) { $0.demand(texts.contains($1), at: pointer) }
        case .orNull(let shape):
            if value != .null { inspect(value, shape, at: pointer) }
        case .table(let shape): inspectTable(value, of: shape, at: pointer)
        case .any: break
        }
    }

    private mutating func refuse(_ code: ReasonCode, at pointer: JSONPointer, _ details: [String: String] = [:]) {
        findings.errors.append(ValidationIssue(code, at: pointer, details: details))
    }

    // MARK: - Objects

    private mutating func inspectObject(
        _ value: JSONValue, _ fields: [Shape.Field], anyOf: [String], at pointer: JSONPointer
    ) {
        guard case .object(let members) = value else { return refuse(.wrongType, at: pointer, ["type": "object"]) }
        inspectMembers(members, fields, at: pointer)
        demand(anyOf, of: members, at: pointer)
    }

    private mutating func demand(_ anyOf: [String], of members: [JSONMember], at pointer: JSONPointer) {
        guard !anyOf.isEmpty, !members.contains(where: { anyOf.contains($0.name) }) else { return }
        refuse(.missingField, at: pointer, ["field": anyOf.joined(separator: ", ")])
    }

    private mutating func inspectMembers(_ members: [JSONMember], _ fields: [Shape.Field], at pointer: JSONPointer) {
        let duplicates = JSONValue.object(members).duplicateNames
        for name in duplicates { refuse(.duplicateField, at: place(of: name, below: pointer)) }
        let byName = Dictionary(members.map { ($0.name, $0.value) }) { _, last in last }
        for field in fields {
            let place = pointer.appending(field.name)
            if let value = byName[field.name] {
                inspect(value, field.shape, at: place)
            } else if let absence = field.absence {
                refuse(absence, at: place, ["field": field.name])
            }
        }
        let names = Set(fields.map(\.name))
        var told = Set<String>()
        for member in members where !names.contains(member.name) && told.insert(member.name).inserted {
            findings.warnings.append(ValidationIssue(.unknownField, at: place(of: member.name, below: pointer)))
        }
    }

    /// The place of a field that the contract may not know. What no field is called, since it is endless or has control
    /// characters, is told by the object that has it: pointers are lines that people can read.
    private func place(of name: String, below pointer: JSONPointer) -> JSONPointer {
        let isName =
            name.unicodeScalars.count <= 128
            && !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
        return isName ? pointer.appending(name) : pointer
    }

    private mutating func inspectChoice(_ value: JSONValue, _ choice: Shape.Choice, at pointer: JSONPointer) {
        guard case .object(let members) = value else { return refuse(.wrongType, at: pointer, ["type": "object"]) }
        let tag = Shape.Field.required(choice.tag, .code(list: choice.list))
        let code = members.last { $0.name == choice.tag }?.value.stringValue
        let variant = choice.variants.first { $0.code == code }
        inspectMembers(members, [tag] + (variant?.fields ?? choice.commonFields), at: pointer)
        demand(choice.anyOf, of: members, at: pointer)
    }

    private mutating func inspectTable(_ value: JSONValue, of shape: Shape, at pointer: JSONPointer) {
        guard case .object(let members) = value else { return refuse(.wrongType, at: pointer, ["type": "object"]) }
        for name in value.duplicateNames { refuse(.duplicateField, at: pointer.appending(name)) }
        for member in members { inspect(member.value, shape, at: pointer.appending(member.name)) }
    }

    private mutating func inspectArray(
        _ value: JSONValue, of shape: Shape, count: ClosedRange<Int>, unique: Bool, at pointer: JSONPointer
    ) {
        guard case .array(let elements) = value else { return refuse(.wrongType, at: pointer, ["type": "array"]) }
        if elements.count > count.upperBound {
            // The elements of a flood are not inspected one by one: its receipt would be a flood as well.
            return refuse(.tooMany, at: pointer, ["maximum": String(count.upperBound)])
        }
        if elements.count < count.lowerBound {
            refuse(.tooFew, at: pointer, ["minimum": String(count.lowerBound)])
        }
        for (index, element) in elements.enumerated() {
            inspect(element, shape, at: pointer.appending(index))
            if unique, elements[..<index].contains(element) {
                refuse(.duplicateValue, at: pointer.appending(index))
            }
        }
    }

    // MARK: - Values

    private mutating func withText(
        _ value: JSONValue, at pointer: JSONPointer, _ inspect: (inout ShapeInspection, String) -> Void
    ) {
        guard case .string(let text) = value else { return refuse(.wrongType, at: pointer, ["type": "string"]) }
        inspect(&self, text)
    }

    private mutating func demand(_ fits: Bool, at pointer: JSONPointer) {
        if !fits { refuse(.invalidFormat, at: pointer) }
    }

    private mutating func inspectText(_ text: String, _ rule: TextRule, at pointer: JSONPointer) {
        let length = text.unicodeScalars.count
        if length < rule.minimum { return refuse(.tooShort, at: pointer, ["minimum": String(rule.minimum)]) }
        if length > rule.maximum { return refuse(.tooLong, at: pointer, ["maximum": String(rule.maximum)]) }
        if rule.minimum > 0, text.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
            return refuse(.tooShort, at: pointer, ["minimum": String(rule.minimum)])
        }
        if let problem = rule.form.problem(in: text) { refuse(problem, at: pointer) }
    }

    private mutating func inspectCode(_ code: String, _ name: String, at pointer: JSONPointer) {
        let list = codelists[name]
        let details = ["list": name, "version": list?.version ?? "-"]
        switch list?.standing(of: code, on: day) ?? .unknown {
        case .valid: break
        case .unknown: refuse(.unknownCode, at: pointer, details)
        case .notOnThisDay: refuse(.codeNotValidOnDate, at: pointer, details)
        }
    }

    private mutating func inspectNumber(_ value: JSONValue, _ range: ClosedRange<Double>, at pointer: JSONPointer) {
        guard case .number(let text) = value else { return refuse(.wrongType, at: pointer, ["type": "number"]) }
        guard let number = Double(text), range.contains(number) else {
            let limits = ["minimum": String(range.lowerBound), "maximum": String(range.upperBound)]
            return refuse(.outOfRange, at: pointer, limits)
        }
    }

    private mutating func inspectInteger(_ value: JSONValue, _ range: ClosedRange<Int>, at pointer: JSONPointer) {
        guard case .number = value else { return refuse(.wrongType, at: pointer, ["type": "integer"]) }
        guard let number = value.integerValue, range.contains(number) else {
            let limits = ["minimum": String(range.lowerBound), "maximum": String(range.upperBound)]
            return refuse(.outOfRange, at: pointer, limits)
        }
    }
}
