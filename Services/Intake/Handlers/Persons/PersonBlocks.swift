/// The keys under which a person is found: combinations of tokens that few others share.
///
/// A key alone never makes a proposal; it only brings a person to be compared. Combinations keep the lists short where
/// a single token would not: very many people bear one name or one year of birth.
struct PersonBlocks: Sendable {
    /// A key: tokens mixed together. It needs no secret of its own, since tokens are keyed already.
    typealias Block = Int64

    /// The publisher's reference of the person.
    private(set) var references: [Block] = []
    /// What brings candidates, the strongest first; ``references`` lead.
    private(set) var search: [Block] = []
    /// Contacts, of which each counts only while few share it.
    private(set) var contacts: [(token: PersonTokens.Token, block: Block)] = []
    /// Two parts of the name each, to learn how many bear it as a whole.
    private(set) var names: [Block] = []
    /// The parts of the name, to learn how many bear them.
    private(set) var bearers: [(token: PersonTokens.Token, block: Block)] = []

    /// All keys, as the index keeps them.
    var all: Set<Block> { Set(search + contacts.map(\.block) + bearers.map(\.block)) }

    /// The keys of a person.
    init(of person: PersonTokens) {
        references = person.references.map { PersonBlocks.block(.reference, $0) }
        search = references
        let contactTokens = person.phones + person.emails + person.households + person.addresses
        contacts = contactTokens.map { ($0, PersonBlocks.block(.contact, $0)) }
        let birth = person.birth
        if let year = birth.year, let month = birth.month, let day = birth.day {
            search += person.parts.flatMap(\.skeletons).map { PersonBlocks.block(.partAndDate, $0, year, month, day) }
        }
        var pairsOfYear: [Block] = []
        var pairs: [Block] = []
        var soundsOfYear: [Block] = []
        for (one, other) in PersonBlocks.pairs(in: person) {
            for first in one.skeletons {
                for second in other.skeletons {
                    let (low, high) = (min(first, second), max(first, second))
                    pairs.append(PersonBlocks.block(.pair, low, high))
                    if let year = birth.year { pairsOfYear.append(PersonBlocks.block(.pairAndYear, low, high, year)) }
                }
            }
            let (low, high) = (min(one.phonetic, other.phonetic), max(one.phonetic, other.phonetic))
            if let year = birth.year { soundsOfYear.append(PersonBlocks.block(.soundsAndYear, low, high, year)) }
        }
        names = Array(pairs.prefix(PersonWeights.keys))
        search += pairsOfYear + soundsOfYear
        search = Array((search + pairs).prefix(PersonWeights.keys))
        bearers = person.parts.filter { !$0.isJoined }.flatMap(\.skeletons)
            .map { ($0, PersonBlocks.block(.bearer, $0)) }
    }

    /// Two parts of one writing that have no letters in common.
    private static func pairs(in person: PersonTokens) -> [(PersonTokens.Part, PersonTokens.Part)] {
        person.writings.flatMap { parts in
            parts.indices.flatMap { first in
                parts.indices.dropFirst(first + 1).compactMap { second in
                    let (one, other) = (parts[first], parts[second])
                    return one.overlaps(other) ? nil : (one, other)
                }
            }
        }
    }

    private enum Kind: Int64 {
        case reference = 1
        case contact, partAndDate, pairAndYear, soundsAndYear, pair, bearer
    }

    private static func block(_ kind: Kind, _ tokens: PersonTokens.Token...) -> Block {
        var mixed = UInt64(bitPattern: kind.rawValue)
        for token in tokens {
            mixed = (mixed ^ UInt64(bitPattern: token)) &* 0x9E37_79B9_7F4A_7C15
            mixed ^= mixed >> 29
        }
        return Block(bitPattern: mixed)
    }
}

extension PersonTokens.Part {
    /// The last position that the part covers.
    private var end: UInt8 { isJoined ? position &+ 1 : position }

    /// Whether two parts of a writing have letters in common.
    func overlaps(_ other: PersonTokens.Part) -> Bool { position <= other.end && other.position <= end }
}
