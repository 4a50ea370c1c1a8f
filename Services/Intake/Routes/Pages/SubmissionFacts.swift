import Models
import Runtime

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
            group("factsHousehold", household(submission.household)),
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
            fact("name", SubmissionFacts.name(client.name)),
            client.name.given == nil && client.name.family == nil ? nil : fact("fullName", client.name.full),
            fact("originalScript", client.name.originalScript), fact("birth", client.birth.map(birth)),
            fact("gender", "genders", [client.gender]),
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
            contact.addressBlocked.flatMap { isBlocked in
                fact(
                    "address", [PageTerm(words[isBlocked ? "addressBlocked" : "addressNotBlocked"])],
                    isUrgent: isBlocked)
            },
            fact("preferredContact", "contact-channels", [contact.preferred].compactMap { $0 }),
        ]
    }

    private func household(_ household: Submission.Household?) -> [PageFact?] {
        [fact("householdReference", household?.reference)] + (household?.members ?? []).map(member)
    }

    /// A member under what she is to the client.
    private func member(_ member: Submission.Member) -> PageFact {
        let born = member.birthYear.map { words.text("bornIn", ["year": String($0)]) }
        let spheres = member.legalSpheres.map { sphere in
            words.text(
                "sphereOn", ["axis": words.code("axes", sphere.axis.rawValue).text, "sphere": self.sphere(sphere)])
        }
        let needs = member.needs.map { words.code("life-areas", $0).text }.joined(separator: ", ")
        let lines =
            spheres + (needs.isEmpty ? [] : [words.text("needsOf", ["needs": needs])])
            + [words.text("referenceThere", ["reference": member.memberReference])]
        return PageFact(
            label: SubmissionFacts.list(words.code("relations", member.relation).text, born),
            lines: lines.map { PageFact.Line(term: PageTerm($0)) })
    }

    private func sphere(_ sphere: Submission.LegalSphere) -> String {
        let days = ["from": words.day(sphere.firstDay), "to": sphere.lastDay.map(words.day) ?? ""]
        return words.code(sphere.axis.rawValue, sphere.code).text + ", "
            + words.text(sphere.lastDay == nil ? "fromDay" : "fromToDay", days)
    }

    private func need(_ submission: Submission) -> [PageFact?] {
        [
            fact("needs", "life-areas", submission.needs), fact("urgency", submission.urgency.map(urgency)),
            fact("accessRoute", "access-routes", [submission.accessRoute]),
            fact("otherSupport", "other-support", submission.otherSupport), fact("note", submission.note),
        ]
    }

    /// How urgent the publisher finds it; how urgent it is stands at the top of the page.
    private func urgency(_ urgency: Submission.Urgency) -> String {
        SubmissionFacts.list(
            words.code("urgency-levels", urgency.level.rawValue).text,
            urgency.reason.map { words.code("urgency-reasons", $0).text }, urgency.by.map(until))
    }

    private func transmission(_ submission: Submission) -> [PageFact?] {
        let right = submission.transmission
        let basis = SubmissionFacts.list(
            words.code("transmission-bases", right.basis.rawValue).text, right.provision,
            right.givenBy.map { words.code("given-by", $0).text }, right.givenOn.map(words.day),
            right.form.map { words.code("forms", $0).text })
        let explanation = SubmissionFacts.list(
            right.formVersion.map(formVersion), right.language.map(explained),
            right.interpreterUsed.map { words[$0 ? "withInterpreter" : "withoutInterpreter"] })
        return [
            fact("publisher", territory.publishers.first { $0.id == publisher }?.name ?? publisher),
            fact("clientReference", submission.clientReference),
            fact("transmissionBasis", basis), explanation.isEmpty ? nil : fact("explanation", explanation),
            fact(
                "confidentialityRelease", "confidentiality-releases",
                [right.confidentialityRelease].compactMap { $0 }),
            fact("participation", "participation", [submission.participation.rawValue]),
            fact("consents", submission.consents.map { PageTerm(consent($0)) }),
            fact("evidenceReference", submission.evidenceReference),
        ]
    }

    private func consent(_ consent: Submission.Consent) -> String {
        SubmissionFacts.list(
            words.code("consent-purposes", consent.purpose).text, words.day(consent.givenOn),
            consent.validUntil.map(until),
            words.text("givenBy", ["person": words.code("given-by", consent.givenBy).text]),
            formVersion(consent.formVersion), explained(consent.language))
    }

    private func until(_ day: LocalDate) -> String { words.text("untilDay", ["day": words.day(day)]) }

    private func formVersion(_ version: String) -> String { words.text("formVersion", ["version": version]) }

    private func explained(_ language: String) -> String {
        words.text("explainedIn", ["language": words.languageName(language)])
    }

    private static func list(_ parts: String?...) -> String { parts.compactMap { $0 }.joined(separator: ", ") }
}
