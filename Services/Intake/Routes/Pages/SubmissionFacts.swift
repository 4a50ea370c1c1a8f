import Models
import Runtime

/// A labelled fact on a page, with one line for each value.
struct PageFact: Sendable {
    /// A line.
    struct Line: Sendable {
        let term: PageTerm
        /// Whether nobody may overlook it.
        var isUrgent = false
    }

    let label: String
    let lines: [Line]
}

/// Facts under a heading.
struct FactGroup: Sendable {
    let heading: String
    let facts: [PageFact]
}

/// What a submission tells, in words.
struct SubmissionFacts: Sendable {
    let words: PageWords
    let territory: Territory
    let publisher: String

    /// The groups of facts in the order of reading.
    func groups(of submission: Submission) -> [FactGroup] {
        [
            group("factsPerson", person(submission.client)),
            group("factsContact", contact(submission.client.contact)),
            group("factsRepresentation", representation(submission.client.representation)),
            group("factsHousehold", [fact("householdMembers", (submission.household?.members ?? []).map(member))]),
            group(
                "factsSpheres",
                LegalSphereAxis.allCases.map { axis in
                    let lines = submission.legalSpheres.filter { $0.axis == axis }.map { PageTerm(sphere($0)) }
                    return fact(words.code("axes", axis.rawValue).text, lines)
                }),
            group("factsNeed", need(submission)), group("factsTransmission", transmission(submission)),
        ].filter { !$0.facts.isEmpty }
    }

    /// How a person is called.
    static func name(_ name: Submission.Name) -> String {
        let parts = [name.given, name.family].compactMap { $0 }
        return parts.isEmpty ? name.full ?? "" : parts.joined(separator: " ")
    }

    /// The birth with what it rests on.
    func birth(_ birth: Submission.Birth) -> String {
        let basis = words.code("birth-bases", birth.basis.rawValue).text
        return "\(words.day(birth.date)) (\(basis))"
    }

    // MARK: - Parts

    private func group(_ heading: String, _ facts: [PageFact?]) -> FactGroup {
        FactGroup(heading: words[heading], facts: facts.compactMap { $0 })
    }

    private func fact(_ label: String, _ terms: [PageTerm], isUrgent: Bool = false) -> PageFact? {
        terms.isEmpty
            ? nil
            : PageFact(label: words[label], lines: terms.map { PageFact.Line(term: $0, isUrgent: isUrgent) })
    }

    private func fact(_ label: String, _ text: String?) -> PageFact? {
        fact(label, [text].compactMap { $0.map { PageTerm($0) } })
    }

    private func fact(_ label: String, _ list: String, _ codes: [String]) -> PageFact? {
        fact(label, codes.map { words.code(list, $0) })
    }

    private func yesNo(_ flag: Bool?) -> String? { flag.map { words[$0 ? "yes" : "no"] } }

    private func person(_ client: Submission.Client) -> [PageFact?] {
        [
            fact("name", SubmissionFacts.name(client.name)), fact("originalScript", client.name.originalScript),
            fact("birth", client.birth.map(birth)), fact("gender", "genders", [client.gender]),
            fact("nationalities", "nationalities", client.nationalities),
            fact(
                "languages",
                client.languages.map { language in
                    let use = words.code("language-uses", language.use).text
                    return PageTerm("\(words.languageName(language.tag)) (\(use))")
                }),
            fact("interpreter", yesNo(client.interpreterNeeded)),
        ]
    }

    private func representation(_ representation: Submission.Representation?) -> [PageFact?] {
        guard let representation else { return [] }
        return [
            fact("representedBy", "representation-kinds", [representation.kind.rawValue]),
            fact("organisation", representation.organisation),
        ] + contact(representation.contact)
    }

    private func contact(_ contact: Submission.Contact?) -> [PageFact?] {
        guard let contact else { return [] }
        let phones = contact.phones.map { phone in
            PageFact.Line(
                term: PageTerm("\(phone.number.text) – \(words.code("phone-safety", phone.safe).text)"),
                isUrgent: phone.safe != "yes")
        }
        return [
            phones.isEmpty ? nil : PageFact(label: words["phone"], lines: phones),
            fact("email", contact.emails.map { PageTerm($0) }),
            fact("address", contact.address.map { "\($0.street), \($0.postalCode) \($0.city)" }),
            contact.addressBlocked == true
                ? fact("address", [PageTerm(words["addressBlocked"])], isUrgent: true) : nil,
            fact("preferredContact", "contact-channels", [contact.preferred].compactMap { $0 }),
        ]
    }

    private func member(_ member: Submission.Member) -> PageTerm {
        let needs = member.needs.map { words.code("life-areas", $0).text }.joined(separator: ", ")
        return PageTerm(
            [
                words.code("relations", member.relation).text,
                member.birthYear.map { words.text("bornIn", ["year": String($0)]) },
                needs.isEmpty ? nil : words.text("needsOf", ["needs": needs]),
            ].compactMap { $0 }.joined(separator: ", "))
    }

    private func sphere(_ sphere: Submission.LegalSphere) -> String {
        let days = ["from": words.day(sphere.firstDay), "to": sphere.lastDay.map(words.day) ?? ""]
        return words.code(sphere.axis.rawValue, sphere.code).text + ", "
            + words.text(sphere.lastDay == nil ? "fromDay" : "fromToDay", days)
    }

    private func need(_ submission: Submission) -> [PageFact?] {
        [
            fact("needs", "life-areas", submission.needs),
            fact("accessRoute", "access-routes", [submission.accessRoute]),
            fact("otherSupport", "other-support", submission.otherSupport), fact("note", submission.note),
        ]
    }

    private func transmission(_ submission: Submission) -> [PageFact?] {
        let right = submission.transmission
        let basis = [
            words.code("transmission-bases", right.basis.rawValue).text, right.provision,
            right.givenBy.map { words.code("given-by", $0).text }, right.givenOn.map(words.day),
            right.form.map { words.code("forms", $0).text },
        ]
        return [
            fact("publisher", territory.publishers.first { $0.id == publisher }?.name ?? publisher),
            fact("clientReference", submission.clientReference),
            fact("transmissionBasis", basis.compactMap { $0 }.joined(separator: ", ")),
            fact("participation", "participation", [submission.participation.rawValue]),
            fact(
                "consents",
                submission.consents.map { consent in
                    let purpose = words.code("consent-purposes", consent.purpose).text
                    let until = consent.validUntil.map { ", " + words.text("untilDay", ["day": words.day($0)]) } ?? ""
                    return PageTerm("\(purpose), \(words.day(consent.givenOn))\(until)")
                }),
        ]
    }
}

/// What a submission does not tell and case management will ask for.
enum SubmissionGaps {
    /// The keys of the texts for what is missing.
    static func missing(in submission: Submission) -> [String] {
        let contact = submission.client.contact
        let canBeReached = contact.map { !$0.phones.isEmpty || !$0.emails.isEmpty || $0.address != nil } ?? false
        func has(_ axis: LegalSphereAxis) -> Bool { submission.legalSpheres.contains { $0.axis == axis } }
        let gaps: [(String, Bool)] = [
            ("missingBirth", submission.client.birth == nil), ("missingContact", !canBeReached),
            ("missingLanguage", submission.client.languages.isEmpty),
            ("missingInterpreter", submission.client.interpreterNeeded == nil),
            ("missingResidence", !has(.residence)), ("missingLivelihood", !has(.livelihood)),
            ("missingNeeds", submission.needs.isEmpty),
            ("missingConsent", !submission.consents.contains { $0.purpose == "case-management" }),
        ]
        return gaps.filter(\.1).map(\.0)
    }
}
