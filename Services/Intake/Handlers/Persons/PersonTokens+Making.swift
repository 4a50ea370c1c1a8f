import Foundation
import Models

extension PersonTokens {
    /// The tokens of a person under Intake's id key.
    init(of person: PersonDescription, under identity: IdentityKey) {
        let keyed = Keyed(identity: identity)
        let names: [(PersonTokens.Field, String?)] = [
            (.given, person.given), (.family, person.family), (.full, person.full), (.original, person.originalScript),
        ]
        for (field, text) in names {
            guard let text else { continue }
            // Parts of two fields never stand next to each other.
            let first = field == .original ? 0 : (parts.last.map { Int($0.position) } ?? 0) + 2
            parts += NameParts.parts(of: text, first: first).map { keyed.part($0, in: field) }
            parts.sort { ($0.field == .original ? 1 : 0, $0.position) < ($1.field == .original ? 1 : 0, $1.position) }
        }
        if let date = person.birth {
            birth = Birth(
                year: keyed(.year, String(date.year)), decade: keyed(.decade, String(date.year / 10)),
                month: date.month.map { keyed(.dayOrMonth, String($0)) },
                day: date.day.map { keyed(.dayOrMonth, String($0)) })
        }
        phones = person.phones.map { keyed(.phone, $0.filter(\.isNumber)) }
        emails = person.emails.map { keyed(.email, $0.lowercased()) }
        addresses = person.address.map { [keyed(.address, PersonTokens.plain($0))] } ?? []
        households = person.householdReference.map { [keyed(.household, person.publisher, $0)] } ?? []
        references = person.clientReference.map { [keyed(.reference, person.publisher, $0)] } ?? []
    }

    /// An address as it counts: without the ways of writing `Straße`, spaces and signs.
    private static func plain(_ address: PersonDescription.Address) -> String {
        let letters = address.street.lowercased().replacing("straße", with: "str").replacing("strasse", with: "str")
        return address.postalCode + letters.filter { $0.isLetter || $0.isNumber }
    }
}

/// What a token says: the same text is another token in each class.
private enum PersonTokenClass: String {
    case initial, exact, phonetic, skeleton, year, decade, dayOrMonth, phone, email, address, household, reference
}

/// Makes tokens.
private struct Keyed {
    let identity: IdentityKey

    func callAsFunction(_ kind: PersonTokenClass, _ texts: String...) -> PersonTokens.Token {
        let content = (["person-token", kind.rawValue] + texts).joined(separator: "\u{0}")
        return identity.digest(of: Data(content.utf8)).prefix(8).reduce(0) { $0 << 8 | Int64($1) }
    }

    func part(_ part: NamePart, in field: PersonTokens.Field) -> PersonTokens.Part {
        let skeletons = part.isInitial ? [] : NameSkeleton.skeletons(of: part.text)
        return PersonTokens.Part(
            field: field, position: UInt8(clamping: part.position), isJoined: part.isJoined,
            isInitial: part.isInitial, initial: self(.initial, String(part.text.prefix(1))),
            exact: self(.exact, NameLetters.plain(part.text)),
            phonetic: self(.phonetic, ColognePhonetics.code(ofFolded: part.text)),
            skeletons: skeletons.map { self(.skeleton, $0) })
    }
}
