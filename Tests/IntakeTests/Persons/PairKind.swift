import Models

@testable import Intake

/// In which way the second submission of a person differs from the first.
enum PairKind: String, CaseIterable {
    case cyrillic, arabic, persian, tigrinya, turkish, vietnamese
    case originalScript = "original script"
    case swapped = "name swapped"
    case missingPart = "part missing"
    case oneField = "name in one field"
    case typo = "slip in the name"
    case partialDate = "partial date"
    case firstOfJanuary = "1 January"
    case birthSlip = "slip in the date"
    case nameChange = "family name changed"
    case phone = "telephone and given name"
    case email = "e-mail and given name"

    /// The origins of persons of the kind.
    var origins: String {
        switch self {
        case .cyrillic: "uuur"
        case .arabic: "a"
        case .persian: "p"
        case .tigrinya: "t"
        case .turkish: "k"
        case .vietnamese: "v"
        case .originalScript: "uraapt"
        default: "uuuuraaaaaappptkkv"
        }
    }
}

/// Two submissions of one person.
struct Pair {
    let kind: PairKind
    let isHeldOut: Bool
    let first: PersonDescription
    let second: PersonDescription
}

extension PersonGenerator {
    /// A pair of a kind. Contacts agree only where the kind says so.
    mutating func pair(_ kind: PairKind) -> Pair? {
        guard var person = person(of: kind.origins) else { return nil }
        while [.nameChange, .missingPart, .birthSlip].contains(kind), PartialDate(person.birth).isFirstOfJanuary {
            guard let birth = date() else { return nil }
            person.birth = birth
        }
        var first = writing(of: person)
        var second = writing(of: person, except: first)
        first.phones = [phone()]
        first.address = person.address
        second.phones = [phone()]
        second.address = address()
        vary(&first, &second, of: person, kind)
        return Pair(kind: kind, isHeldOut: person.isHeldOut, first: first, second: second)
    }

    private mutating func vary(
        _ first: inout PersonDescription, _ second: inout PersonDescription, of person: InventedPerson,
        _ kind: PairKind
    ) {
        switch kind {
        case .cyrillic, .arabic, .persian, .tigrinya, .turkish, .vietnamese:
            if chance(25) { second.birth = second.birth?.yearOnly }
        case .originalScript:
            second.originalScript = [person.given, person.family].map(\.original).joined(separator: " ")
            first.given = person.given.spellings.first
            if chance(30) { second.birth = second.birth?.yearOnly }
        case .swapped: (second.given, second.family) = (second.family, second.given)
        case .missingPart:
            if chance(50) { second.family = nil } else { second.given = nil }
        case .oneField:
            let words = [second.given, second.family].compactMap { $0 }
            second.full = (chance(50) ? words : words.reversed()).joined(separator: " ")
            (second.given, second.family) = (nil, nil)
        case .typo:
            if chance(50) { second.given = slip(first.given) } else { second.family = slip(first.family) }
            if chance(50) { second.given = second.given ?? first.given } else { second.family = first.family }
        case .partialDate:
            second.birth = chance(60) ? person.birth.yearAlone : person.birth.monthAlone
        case .firstOfJanuary:
            second.birth = person.birth.yearAlone.map { $0.yearOnly }
            if chance(50) { first.birth = first.birth?.yearOnly }
        case .birthSlip: second.birth = slip(person.birth).map(matched)
        case .nameChange: second.family = otherFamily(than: person).spellings.drawn(&random)
        case .phone, .email:
            if kind == .phone {
                second.phones = first.phones
            } else {
                (first.emails, second.emails) = ([person.email], [person.email.uppercased()])
            }
            if chance(50) { second.birth = nil } else { second.birth = second.birth?.yearOnly }
            if chance(60) { second.family = nil }
        }
    }

    /// One letter wrong, doubled, left out, or two in the wrong order.
    private mutating func slip(_ name: String?) -> String? {
        guard var letters = name.map(Array.init), letters.count > 3 else { return name }
        let place = number(1..<letters.count - 1)
        switch number(0..<4) {
        case 0: letters[place] = Array("abdefghiklmnoprstuvz").drawn(&random) ?? "e"
        case 1: letters.remove(at: place)
        case 2: letters.swapAt(place, place + 1)
        default: letters.insert(letters[place], at: place)
        }
        return String(letters)
    }

    /// A day, a month or a year that is wrong, or day and month in the wrong order.
    private mutating func slip(_ date: LocalDate) -> LocalDate? {
        switch number(0..<4) {
        case 0: LocalDate(year: date.year, month: date.month, day: date.day % 28 + 1)
        case 1: LocalDate(year: date.year, month: date.month % 12 + 1, day: date.day)
        case 2: LocalDate(year: date.year + 1, month: date.month, day: date.day)
        default: LocalDate(year: date.year, month: date.day, day: date.month) ?? date
        }
    }
}

extension LocalDate {
    /// The year of it.
    var yearAlone: PartialDate? { PartialDate(year: year) }
    /// The month of it.
    var monthAlone: PartialDate? { PartialDate(String(description.prefix(7))) }
}
