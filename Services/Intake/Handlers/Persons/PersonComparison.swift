/// Compares two persons by their tokens. Pure.
struct PersonComparison: Sendable {
    /// Tokens of the person in question that too many share to tell much: common names, crowded contacts.
    var common: Set<PersonTokens.Token> = []
    /// Whether so many bear the name of the person in question that a year of birth tells little.
    var hasNamesakes = false

    /// What the two may be to each other; `nil` where nothing is worth a question.
    func proposal(
        _ person: PersonTokens, _ other: PersonTokens, id: String
    ) -> PersonProposal? {
        let agreements = person.writings.flatMap { one in other.writings.map { NameAgreement(one, $0) } }
        let best = agreements.max { points($0) < points($1) }
        let (birthPoints, birthEvidence) = birth(person.birth, other.birth)
        let contacts = contacts(person, other)
        var (score, evidence) = (birthPoints, birthEvidence)
        if let best {
            score += points(best)
            evidence = self.evidence(best) + evidence
            if best.givenDiffers, birthEvidence != [.birthDate] { score += PersonWeights.givenDiffers }
        }
        score += contacts.reduce(0) { $0 + ($1.isCrowded ? 0 : PersonComparison.weight(of: $1.evidence)) }
        evidence += contacts.filter { !$0.isCrowded }.map(\.evidence)
        if score >= PersonWeights.samePerson {
            return PersonProposal(personID: id, kind: .samePerson, score: score, evidence: evidence)
        }
        return household(contacts, family: agreements.contains { $0.familyAgrees }, id: id)
    }

    // MARK: - Name

    private func points(_ agreement: NameAgreement) -> Int {
        if agreement.grade != nil {
            if agreement.conflicts > 0 { return PersonWeights.nameWithConflict }
            return agreement.bestGrades.reduce(0) { $0 + PersonComparison.weight(of: $1) }
        }
        guard let match = agreement.matches.first else { return 0 }
        if match.grade == .sound || match.one.skeletons.contains(where: common.contains) {
            return PersonWeights.commonPart
        }
        return agreement.conflicts == 0 ? PersonWeights.partAlone : PersonWeights.partWithConflict
    }

    private static func weight(of grade: NameAgreement.Grade) -> Int {
        switch grade {
        case .exact: PersonWeights.partExact
        case .skeleton: PersonWeights.partTransliterated
        case .sound: PersonWeights.partSound
        }
    }

    private func evidence(_ agreement: NameAgreement) -> [PersonProposal.Evidence] {
        guard !agreement.matches.isEmpty else { return [] }
        let swapped: [PersonProposal.Evidence] = agreement.isSwapped ? [.nameSwapped] : []
        return switch agreement.grade {
        case .exact: [.nameExact] + swapped
        case .skeleton: [.nameTransliterated] + swapped
        case .sound: [.nameSound] + swapped
        case nil: [agreement.familyAgrees ? .familyName : .namePart] + swapped
        }
    }

    // MARK: - Birth

    private func birth(_ one: PersonTokens.Birth, _ other: PersonTokens.Birth) -> (Int, [PersonProposal.Evidence]) {
        guard let year = one.year, let otherYear = other.year else { return (0, []) }
        if one.isFull, other.isFull {
            let equal = [year == otherYear, one.month == other.month, one.day == other.day].count { $0 }
            if equal == 3 { return (PersonWeights.birthDate, [.birthDate]) }
            let changedPlaces = year == otherYear && one.isTransposed(other)
            if equal == 2 && (year == otherYear || one.decade == other.decade) || changedPlaces {
                return (PersonWeights.birthNearly, [.birthNearly])
            }
        } else if year == otherYear {
            if one.month == nil || other.month == nil {
                return (hasNamesakes ? PersonWeights.birthYearOfNamesake : PersonWeights.birthYear, [.birthYear])
            }
            if one.month == other.month { return (PersonWeights.birthMonth, [.birthMonth]) }
        }
        return year == otherYear ? (PersonWeights.birthYearOnly, [.birthYear]) : (PersonWeights.birthDiffers, [])
    }

    // MARK: - Contact

    private typealias Contact = (evidence: PersonProposal.Evidence, isCrowded: Bool)

    private func contacts(_ one: PersonTokens, _ other: PersonTokens) -> [Contact] {
        let lists: [(PersonProposal.Evidence, KeyPath<PersonTokens, [PersonTokens.Token]>)] = [
            (.clientReference, \.references), (.phone, \.phones), (.email, \.emails), (.address, \.addresses),
            (.householdReference, \.households),
        ]
        return lists.compactMap { evidence, list in
            let shared = one[keyPath: list].filter { other[keyPath: list].contains($0) }
            return shared.isEmpty ? nil : (evidence, shared.allSatisfy(common.contains))
        }
    }

    private static func weight(of evidence: PersonProposal.Evidence) -> Int {
        switch evidence {
        case .clientReference: PersonWeights.clientReference
        case .phone: PersonWeights.phone
        case .email: PersonWeights.email
        case .address: PersonWeights.address
        case .householdReference: PersonWeights.householdReference
        default: 0
        }
    }

    private func household(_ contacts: [Contact], family: Bool, id: String) -> PersonProposal? {
        var score = family ? PersonWeights.familyName : 0
        let close = contacts.filter { !$0.isCrowded }
        for contact in close {
            switch contact.evidence {
            case .phone: score += PersonWeights.sharedPhone
            case .email: score += PersonWeights.sharedEmail
            case .householdReference: score += PersonWeights.sharedHouseholdReference
            case .address: score += PersonWeights.sharedAddress
            default: break
            }
        }
        guard score >= PersonWeights.household else { return nil }
        return PersonProposal(
            personID: id, kind: .household, score: score,
            evidence: (family ? [.familyName] : []) + close.map(\.evidence))
    }
}
