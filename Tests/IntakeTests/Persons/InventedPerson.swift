import Models
import TestSupport

@testable import Intake

/// A person who does not exist.
struct InventedPerson {
    var given: InventedNames.Name
    var second: InventedNames.Name?
    var family: InventedNames.Name
    var birth: LocalDate
    var phone: String
    var email: String
    var address: PersonDescription.Address

    /// Whether any name of hers is of the part held out.
    var isHeldOut: Bool { given.isHeldOut || family.isHeldOut }
}

/// Draws persons and what publishers write of them; the same for the same seed.
struct PersonGenerator {
    var random: SeededGenerator
    private let names = InventedNames()
    private var serial = 0

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }

    /// A person of one of these origins.
    mutating func person(of origins: String = "uuuuraaaaaappptkkv") -> InventedPerson? {
        guard let origin = Array(origins).drawn(&random),
            let given = names.given[origin]?.drawnByWeight(squared: true, &random),
            let family = names.family[origin]?.drawnByWeight(squared: false, &random),
            let birth = date()
        else { return nil }
        serial += 1
        let second =
            "ap".contains(origin) && chance(15) ? names.given[origin]?.drawnByWeight(squared: true, &random) : nil
        return InventedPerson(
            given: given, second: second, family: family, birth: birth, phone: phone(),
            email: "p\(serial)@mail.example",
            address: address())
    }

    /// Another family name of the same origin.
    mutating func otherFamily(than person: InventedPerson) -> InventedNames.Name {
        for _ in 0..<50 {
            let family = names.family[person.family.origin]?.drawnByWeight(squared: false, &random)
            if let family, family.original != person.family.original { return family }
        }
        return person.family
    }

    /// Another given name of the same origin.
    mutating func otherGiven(than person: InventedPerson) -> InventedNames.Name {
        for _ in 0..<50 {
            let given = names.given[person.given.origin]?.drawnByWeight(squared: true, &random)
            if let given, given.original != person.given.original { return given }
        }
        return person.given
    }

    /// A day of birth; every fifth register knows the year alone and writes 1 January.
    mutating func date() -> LocalDate? {
        let year = 1948 + number(0..<35) + number(0..<35)
        return chance(20)
            ? LocalDate(year: year, month: 1, day: 1)
            : LocalDate(year: year, month: number(1..<13), day: number(1..<29))
    }

    /// Of a hundred, three give the number of a counselling office.
    mutating func phone() -> String {
        chance(3) ? "+495241555000\(number(0..<5))" : "+4915\(number(100_000_000..<1_000_000_000))"
    }

    /// Of a hundred, fifteen live in one of eight accommodations.
    mutating func address() -> PersonDescription.Address {
        chance(15)
            ? .init(street: "Sammelweg \(number(1..<9))", postalCode: "33330")
            : .init(street: "Musterstraße \(number(1..<9_000))", postalCode: "333\(number(30..<40))")
    }

    /// What a publisher writes of a person, without contact: one spelling of each name and the full date.
    mutating func writing(of person: InventedPerson, except other: PersonDescription? = nil) -> PersonDescription {
        func spelling(_ name: InventedNames.Name, except used: String?) -> String {
            name.spellings.filter { $0 != used }.drawn(&random) ?? name.original
        }
        var given = spelling(person.given, except: other?.given?.split(separator: "/").first.map(String.init))
        if let second = person.second { given += " " + spelling(second, except: nil) }
        return PersonDescription(
            family: spelling(person.family, except: other?.family), given: given, birth: matched(person.birth))
    }

    /// The date as it is matched.
    func matched(_ date: LocalDate) -> PartialDate {
        PersonDescription.matched(PartialDate(date))
    }
}

extension PersonGenerator {
    /// What is written of somebody who is not in the index.
    mutating func stranger() -> PersonDescription? {
        guard let person = person() else { return nil }
        var description = writing(of: person)
        if chance(25) { description.birth = description.birth?.yearOnly }
        description.phones = [person.phone]
        description.address = person.address
        return description
    }
}
