/// What each agreement counts, in points of which ``samePerson`` make a proposal. Set on the tuning part of the test
/// set, checked on the part held out.
enum PersonWeights {
    // MARK: - Thresholds

    /// From here two may be the same person: a whole name with a year, a part of a name with a day of birth or a
    /// telephone. Less agrees by chance too often.
    static let samePerson = 60
    /// From here two may be of one household: a contact that few share, or the family name at the same address.
    static let household = 30

    // MARK: - Name

    /// Each of the two best parts, by letters, skeleton or sound: the coarser, the more often by chance. Two parts by
    /// sound alone are not enough with a year.
    static let partExact = 25, partTransliterated = 22, partSound = 18
    /// Two parts agree, but others stand against each other: not enough with a year alone.
    static let nameWithConflict = 30
    /// One part, and nothing against it: the others are left out.
    static let partAlone = 30
    /// One part against others: a change of name, a misspelt part, or a stranger of the same name.
    static let partWithConflict = 25
    /// A part that very many bear, or that agrees by sound only: no proposal with the day of birth alone, but with
    /// a telephone.
    static let commonPart = 15
    /// Another given name counts against the same person, unless the day of birth is the same: spouses and siblings
    /// share everything else.
    static let givenDiffers = -40

    // MARK: - Birth

    /// The whole date.
    static let birthDate = 40
    /// Month and year where one day is unknown.
    static let birthMonth = 30
    /// Two of three units, the year at least in its decade: a slip of the pen, or day and month that changed places.
    static let birthNearly = 25
    /// The year where one knows no more.
    static let birthYear = 20
    /// The year of somebody who has ``namesakes``: not enough with the name alone.
    static let birthYearOfNamesake = 5
    /// The year, while day and month differ.
    static let birthYearOnly = 5
    /// Another year: estimates differ, so that it does not exclude.
    static let birthDiffers = -20

    // MARK: - Contact and references

    /// Telephone and e-mail: with a given name that nothing stands against they are enough.
    static let phone = 45, email = 45
    /// An address or household: many live there.
    static let address = 15, householdReference = 15
    /// The same publisher says that it is the same person: with equal birth year nobody has to be asked, otherwise staff
    /// is asked whatever else differs.
    static let clientReference = 120

    // MARK: - Household

    /// A contact that few share.
    static let sharedPhone = 40, sharedEmail = 40, sharedHouseholdReference = 50
    /// An address is a house or an accommodation, a family name may be frequent: only together they make a household.
    static let sharedAddress = 15, familyName = 15

    // MARK: - Bounds

    /// More persons than share a telephone or an address at home: beyond it is a counsellor's or an accommodation's,
    /// which says nothing.
    static let crowd = 8
    /// So many bearers make a part of a name common: with 16,000 days of birth among adults, a stranger of the same
    /// day would bear it in more than one of a hundred lookups.
    static let commonName = 200
    /// From so many bearers of the whole name on the year of birth tells nobody apart: in one of four lookups somebody
    /// shares it by chance.
    static let namesakes = 18
    /// The most keys of one person, the strongest first: a bound against names that are whole sentences.
    static let keys = 300
    /// The most persons that one key brings, the newest first. Only keys without a date reach it.
    static let candidatesOfKey = 40
    /// The most persons that are compared for one lookup.
    static let candidates = 240
    /// The most proposals that staff is shown for one person.
    static let proposals = 10
}
