import Models
import Testing

@testable import Intake

/// Whom staff is asked about.
struct PersonProposalTests {
    private func person(
        _ given: String?, _ family: String?, _ birth: String? = nil, phone: String? = nil, street: String? = nil
    ) -> PersonDescription {
        PersonDescription(
            family: family, given: given, birth: birth.flatMap { PartialDate($0) }.map(PersonDescription.matched),
            phones: phone.map { [$0] } ?? [],
            address: street.map { .init(street: $0, postalCode: "33330") })
    }

    private func proposal(_ one: PersonDescription, _ other: PersonDescription) throws -> PersonProposal? {
        let index = try PersonIndex()
        try index.put([one])
        return try index.proposals(for: other).first
    }

    @Test func swappedNamesAreTheSamePerson() throws {
        let found = try #require(
            try proposal(person("Olena", "Kovalenko", "1991-04-12"), person("Kowalenko", "Elena", "1991")))
        #expect(found.kind == .samePerson)
        #expect(found.evidence.contains(.nameSwapped) && found.evidence.contains(.birthYear))
    }

    @Test func aMissingPartIsTheSamePersonWithTheDayOfBirth() throws {
        let known = person("Tesfay", "Gebremedhin", "1991-04-12")
        #expect(try proposal(known, person("Tesfai", nil, "1991-04-12"))?.kind == .samePerson)
        #expect(try proposal(known, person("Tesfai", nil, "1991")) == nil)
        #expect(try proposal(known, person("T", "Gebre Medhin", "1991-04-12"))?.kind == .samePerson)
    }

    @Test func theFirstOfJanuaryIsTheYear() throws {
        let known = person("Hassan", "Darwish", "1991-01-01")
        let found = try #require(try proposal(known, person("Hasan", "Darwisch", "1991-07-30")))
        #expect(found.evidence.contains(.birthYear) && found.kind == .samePerson)
        #expect(try proposal(known, person("Hassan", "Khoury", "1991-01-01")) == nil)
        #expect(try proposal(known, person("Hassan", "Darwish", "1985-01-01")) == nil)
    }

    @Test func dayAndMonthMayChangePlaces() throws {
        let known = person("Hassan", "Darwish", "1991-04-12")
        #expect(try proposal(known, person("Hassan", "Darwish", "1991-12-04"))?.evidence.contains(.birthNearly) == true)
        #expect(try proposal(known, person("Hassan", "Darwish", "1991-04-13"))?.kind == .samePerson)
        #expect(try proposal(known, person("Hassan", "Darwish", "1964-04-12")) == nil)
    }

    @Test func aNewFamilyNameIsAskedAbout() throws {
        let known = person("Svitlana", "Bondarenko", "1991-04-12")
        #expect(try proposal(known, person("Switlana", "Schmidt", "1991-04-12"))?.kind == .samePerson)
        #expect(try proposal(known, person("Iryna", "Schmidt", "1991-04-12")) == nil)
    }

    @Test func theSameContactWithAnotherGivenNameIsAHousehold() throws {
        let known = person("Khaled", "Haddad", "1980-04-12", phone: "+4952415550100", street: "Musterstraße 1")
        for other in [
            person("Rasha", "Haddad", "1984", phone: "+4952415550100"),
            person("Rasha", "Khoury", "1984-02-03", phone: "+4952415550100"),
            person("Rasha", "Haddad", "1980", phone: "+4952415550100"),
            person("Omar", "Hadad", "2012-02-03", street: "Musterstr. 1"),
        ] {
            #expect(try proposal(known, other)?.kind == .household)
        }
    }

    @Test func aFamilyNameOrAnAddressAloneIsNothing() throws {
        let known = person("Khaled", "Haddad", "1980-04-12", street: "Musterstraße 1")
        #expect(try proposal(known, person("Rasha", "Haddad", "1984", street: "Musterstraße 2")) == nil)
        #expect(try proposal(known, person("Rasha", "Khoury", "1984", street: "Musterstraße 1")) == nil)
    }

    @Test func theSameTelephoneAndGivenNameIsTheSamePerson() throws {
        let known = person("Khaled", "Haddad", "1980-04-12", phone: "+4952415550100")
        #expect(try proposal(known, person("Chaled", nil, phone: "+4952415550100"))?.kind == .samePerson)
    }

    @Test func aTelephoneOfManySaysNothing() throws {
        let index = try PersonIndex()
        let names = ["Olena", "Hassan", "Tesfay", "Zahra", "Mehmet", "Lan", "Iryna", "Khaled", "Saba", "Reza"]
        try index.put(names.map { person($0, nil, phone: "+4952415550100") })
        #expect(try index.proposals(for: person("Wael", nil, phone: "+4952415550100")).isEmpty)
    }

    /// Some children bear a parent's name besides their own: then it is right to ask for the same person.
    @Test func generatedHouseholdsAreProposedAsWhatTheyAre() throws {
        let index = try PersonIndex()
        var generator = PersonGenerator(seed: 3)
        var households = 0
        for number in 0..<150 {
            let drawn = generator.person()
            let parent = try #require(drawn)
            var member = parent
            member.given = generator.otherGiven(than: parent)
            member.second = nil
            member.birth = parent.birth.adding(days: 366 + generator.number(0..<9_000))
            var known = generator.writing(of: parent)
            var other = generator.writing(of: member)
            known.phones = ["+49151000\(number)"]
            other.phones = known.phones
            try index.put([known], from: number)
            let found = try index.proposals(for: other).first { $0.personID == PersonIndex.id(number) }
            #expect(found != nil)
            households += found?.kind == .household ? 1 : 0
        }
        #expect(households >= 143)
    }
}
