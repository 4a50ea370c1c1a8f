/// How far two names agree, told from their tokens alone.
struct NameAgreement: Sendable {
    /// How a part agrees, the weakest first.
    enum Grade: Int, Comparable, Sendable {
        /// The Kölner Phonetik.
        case sound
        /// A skeleton.
        case skeleton
        /// The folded letters.
        case exact

        static func < (left: Grade, right: Grade) -> Bool { left.rawValue < right.rawValue }
    }

    /// Two parts that agree.
    struct Match: Sendable {
        let one: PersonTokens.Part
        let other: PersonTokens.Part
        let grade: Grade
    }

    /// The parts that agree.
    private(set) var matches: [Match] = []
    /// How many parts stand against each other: neither agrees with anything, nor is it merely left out.
    private(set) var conflicts = 0
    /// Whether both have given names, none of which agrees with any part of the other name.
    private(set) var givenDiffers = false

    /// The grades of the two best parts, which stand for the whole name.
    var bestGrades: ArraySlice<Grade> { matches.map(\.grade).sorted(by: >).prefix(2) }

    /// The grade of the whole name: that of its second best part.
    var grade: Grade? { matches.count < 2 ? nil : bestGrades.last }

    /// Whether the family names agree, as far as it is known which part is the family name.
    var familyAgrees: Bool {
        matches.contains { match in
            match.grade >= .skeleton
                && [match.one.field, match.other.field].allSatisfy { $0 != .given }
        }
    }

    /// Whether the order or the fields of the parts differ.
    var isSwapped: Bool {
        matches.contains { Set([$0.one.field, $0.other.field]) == [.given, .family] }
    }

    /// The agreement of two writings.
    init(_ one: [PersonTokens.Part], _ other: [PersonTokens.Part]) {
        var (left, right) = (one.filter { !$0.isJoined }, other.filter { !$0.isJoined })
        join(one.filter(\.isJoined), &left, with: &right, swapped: false)
        join(other.filter(\.isJoined), &right, with: &left, swapped: true)
        for grade in [Grade.exact, .skeleton, .sound] {
            left.removeAll { part in
                let index = right.firstIndex { NameAgreement.agree(part, $0, grade) }
                if let index { matches.append(Match(one: part, other: right.remove(at: index), grade: grade)) }
                return index != nil
            }
        }
        // An initial says too little to count, but it does not stand against the name either.
        left.removeAll { part in
            right.firstIndex { $0.initial == part.initial && ($0.isInitial || part.isInitial) }
                .map { _ = right.remove(at: $0) } != nil
        }
        conflicts = min(left.count, right.count)
        let knowsGiven = [one, other].allSatisfy { $0.contains { $0.field == .given } }
        givenDiffers =
            knowsGiven
            ? !matches.contains { $0.one.field == .given || $0.other.field == .given }
                && left.contains { $0.field == .given } && right.contains { $0.field == .given }
            : matches.count < 2 && conflicts > 0
    }

    /// `Gebre Medhin` against `Gebremedhin`.
    private mutating func join(
        _ joined: [PersonTokens.Part], _ own: inout [PersonTokens.Part], with others: inout [PersonTokens.Part],
        swapped: Bool
    ) {
        for part in joined where own.count(where: { $0.overlaps(part) }) == 2 {
            for grade in [Grade.exact, .skeleton] {
                guard let index = others.firstIndex(where: { NameAgreement.agree(part, $0, grade) }) else { continue }
                let other = others.remove(at: index)
                own.removeAll { $0.overlaps(part) }
                matches.append(Match(one: swapped ? other : part, other: swapped ? part : other, grade: grade))
                break
            }
        }
    }

    private static func agree(_ one: PersonTokens.Part, _ other: PersonTokens.Part, _ grade: Grade) -> Bool {
        if one.isInitial || other.isInitial { return false }
        return switch grade {
        case .exact: one.exact == other.exact
        case .skeleton: one.skeletons.contains { other.skeletons.contains($0) }
        case .sound: one.phonetic == other.phonetic
        }
    }
}
