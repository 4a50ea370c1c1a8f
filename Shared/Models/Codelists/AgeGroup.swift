/// The age groups of contracts 7; their German names are in the codelist `age-groups`.
public enum AgeGroup: String, Sendable, Hashable, Codable, CaseIterable {
    /// 0 to 5 years.
    case from0to5 = "0-5"
    /// 6 to 15 years.
    case from6to15 = "6-15"
    /// 16 and 17 years.
    case from16to17 = "16-17"
    /// 18 to 26 years.
    case from18to26 = "18-26"
    /// 27 to 44 years.
    case from27to44 = "27-44"
    /// 45 to 64 years.
    case from45to64 = "45-64"
    /// 65 years and more.
    case from65 = "65+"

    /// The group of an age in completed years; below 0 counts as 0.
    public init(age: Int) {
        self =
            switch age {
            case ...5: .from0to5
            case 6...15: .from6to15
            case 16...17: .from16to17
            case 18...26: .from18to26
            case 27...44: .from27to44
            case 45...64: .from45to64
            default: .from65
            }
    }

    /// The group on a day of who was born then; what is not known of the date is assumed in the middle
    /// (``PartialDate/assumed``).
    public init(born: PartialDate, on day: LocalDate) {
        self.init(age: born.age(on: day))
    }
}

extension PartialDate {
    /// The completed years on a day, counted from ``assumed``. Who was born on 29 February completes a year on
    /// 1 March where the year has no such day.
    public func age(on day: LocalDate) -> Int {
        let born = assumed
        let hadBirthday = (day.month, day.day) >= (born.month, born.day)
        return day.year - born.year - (hadBirthday ? 0 : 1)
    }
}
