/// What the fields of a submission must say together (contracts 3), each rule for itself.
///
/// They read the document and not the typed body, and pass over what is missing or malformed, which the shape tells: so
/// all errors come at once. Rules that need the publisher's entry or the territory are Intake's.
public enum SubmissionRules {
    /// A rule: what it finds in a document on the local day of the event.
    typealias Rule = @Sendable (JSONValue, LocalDate, inout ValidationFindings) -> Void

    /// All rules.
    static let all: [Rule] = [
        participation, birth, representation, blockedAddress, memberReferences, memberBirthYears, periods, residence,
        livelihood, givenDates, consentPeriods,
    ]

    /// Everything that the rules find.
    public static func findings(in document: JSONValue, on day: LocalDate) -> ValidationFindings {
        var findings = ValidationFindings()
        for rule in all { rule(document, day, &findings) }
        return findings
    }

    /// Nobody was born longer ago than this, in years.
    private static let longestLife = 130

    @Sendable private static func participation(
        _ document: JSONValue, _ day: LocalDate, _ findings: inout ValidationFindings
    ) {
        guard document["participation"]?.stringValue == Participation.declined.rawValue else { return }
        findings.refuse(.participationDeclined, at: .root.appending("participation"))
    }

    // MARK: - Person

    @Sendable private static func birth(
        _ document: JSONValue, _ day: LocalDate, _ findings: inout ValidationFindings
    ) {
        guard let birth = SubmissionParts.birth(in: document) else { return }
        let pointer = SubmissionParts.client.appending("birth").appending("date")
        if birth.date.earliest > day {
            findings.refuse(.dateInFuture, at: pointer)
        } else if birth.date.year < day.year - longestLife {
            findings.refuse(.outOfRange, at: pointer, years(until: day))
        } else if birth.countedDate != birth.date {
            findings.warn(.januaryFirstYearOnly, at: pointer)
        }
    }

    @Sendable private static func representation(
        _ document: JSONValue, _ day: LocalDate, _ findings: inout ValidationFindings
    ) {
        guard Submission.isMinor(in: document, on: day) else { return }
        let representation = document["client"]?["representation"]
        guard representation == nil || representation?["kind"]?.stringValue == RepresentationKind.none.rawValue
        else { return }
        findings.refuse(.representationRequired, at: SubmissionParts.client.appending("representation"))
    }

    @Sendable private static func blockedAddress(
        _ document: JSONValue, _ day: LocalDate, _ findings: inout ValidationFindings
    ) {
        for (contact, pointer) in SubmissionParts.contacts(in: document)
        where contact["addressBlocked"]?.boolValue == true && contact["address"] != nil {
            findings.refuse(.addressBlockedWithAddress, at: pointer.appending("address"))
        }
    }

    // MARK: - Household

    @Sendable private static func memberReferences(
        _ document: JSONValue, _ day: LocalDate, _ findings: inout ValidationFindings
    ) {
        var seen = Set<String>()
        for (member, pointer) in SubmissionParts.members(in: document) {
            guard let reference = member["memberReference"]?.stringValue, !seen.insert(reference).inserted
            else { continue }
            findings.refuse(.duplicateValue, at: pointer.appending("memberReference"))
        }
    }

    @Sendable private static func memberBirthYears(
        _ document: JSONValue, _ day: LocalDate, _ findings: inout ValidationFindings
    ) {
        for (member, pointer) in SubmissionParts.members(in: document) {
            guard let year = member["birthYear"]?.integerValue, SubmissionParts.birthYears.contains(year)
            else { continue }
            if year > day.year {
                findings.refuse(.dateInFuture, at: pointer.appending("birthYear"))
            } else if year < day.year - longestLife {
                findings.refuse(.outOfRange, at: pointer.appending("birthYear"), years(until: day))
            }
        }
    }

    private static func years(until day: LocalDate) -> [String: String] {
        ["minimum": String(day.year - longestLife), "maximum": String(day.year)]
    }

    // MARK: - Legal spheres

    @Sendable private static func periods(
        _ document: JSONValue, _ day: LocalDate, _ findings: inout ValidationFindings
    ) {
        for (sphere, pointer) in SubmissionParts.legalSpheres(in: document).joined() {
            guard let firstDay = SubmissionParts.date(sphere["firstDay"]),
                let lastDay = SubmissionParts.date(sphere["lastDay"]), lastDay < firstDay
            else { continue }
            findings.refuse(.periodReversed, at: pointer.appending("lastDay"))
        }
    }

    @Sendable private static func residence(
        _ document: JSONValue, _ day: LocalDate, _ findings: inout ValidationFindings
    ) {
        for place in SubmissionParts.overlaps(on: .residence, in: document) {
            findings.refuse(.overlappingResidence, at: place)
        }
    }

    @Sendable private static func livelihood(
        _ document: JSONValue, _ day: LocalDate, _ findings: inout ValidationFindings
    ) {
        for place in SubmissionParts.overlaps(on: .livelihood, in: document) {
            findings.warn(.overlappingLivelihood, at: place)
        }
    }

    // MARK: - Declarations

    @Sendable private static func givenDates(
        _ document: JSONValue, _ day: LocalDate, _ findings: inout ValidationFindings
    ) {
        let declarations =
            SubmissionParts.consents(in: document)
            + [document["transmission"].map { ($0, .root.appending("transmission")) }].compactMap { $0 }
        for (declaration, pointer) in declarations {
            guard let givenOn = SubmissionParts.date(declaration["givenOn"]), givenOn > day else { continue }
            findings.refuse(.dateInFuture, at: pointer.appending("givenOn"))
        }
    }

    @Sendable private static func consentPeriods(
        _ document: JSONValue, _ day: LocalDate, _ findings: inout ValidationFindings
    ) {
        for (consent, pointer) in SubmissionParts.consents(in: document) {
            guard let givenOn = SubmissionParts.date(consent["givenOn"]),
                let validUntil = SubmissionParts.date(consent["validUntil"]), validUntil < givenOn
            else { continue }
            findings.refuse(.periodReversed, at: pointer.appending("validUntil"))
        }
    }
}

extension ValidationFindings {
    mutating func refuse(_ code: ReasonCode, at pointer: JSONPointer, _ details: [String: String] = [:]) {
        errors.append(ValidationIssue(code, at: pointer, details: details))
    }

    mutating func warn(_ code: ReasonCode, at pointer: JSONPointer) {
        warnings.append(ValidationIssue(code, at: pointer))
    }
}
