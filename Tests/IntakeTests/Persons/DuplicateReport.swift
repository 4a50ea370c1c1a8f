@testable import Intake

/// What came out, as rows of a Markdown table.
struct DuplicateReport {
    private struct Row {
        var (pairs, found, heldOut, heldOutFound) = (0, 0, 0, 0)
    }

    private var rows: [PairKind: Row] = [:]
    private var strangers = 0
    private var proposals: [PersonProposal.Kind: Int] = [:]

    mutating func add(_ pair: Pair, _ found: Bool) {
        var row = rows[pair.kind] ?? Row()
        row.pairs += 1
        row.found += found ? 1 : 0
        row.heldOut += pair.isHeldOut ? 1 : 0
        row.heldOutFound += pair.isHeldOut && found ? 1 : 0
        rows[pair.kind] = row
    }

    mutating func addStranger(_ found: [PersonProposal]) {
        strangers += 1
        for proposal in found { proposals[proposal.kind, default: 0] += 1 }
    }

    /// The part of the pairs that were proposed; `heldOut`: of one part of the names only.
    func recall(heldOut: Bool?) -> Double {
        let counts = rows.values.map { row in
            switch heldOut {
            case nil: (row.found, row.pairs)
            case true: (row.heldOutFound, row.heldOut)
            case false: (row.found - row.heldOutFound, row.pairs - row.heldOut)
            }
        }
        return Double(counts.reduce(0) { $0 + $1.0 }) / Double(max(1, counts.reduce(0) { $0 + $1.1 }))
    }

    /// How many proposals a hundred strangers lead to.
    var proposalsPerHundredStrangers: Double {
        100 * Double(proposals.values.reduce(0, +)) / Double(max(1, strangers))
    }

    /// The rows of the report: what, how many, how many of them were proposed, of those with names held out.
    var lines: [String] {
        let kinds = PairKind.allCases.compactMap { kind in
            rows[kind].map { row in
                "| \(kind.rawValue) | \(row.pairs) | \(percent(row.found, row.pairs)) "
                    + "| \(percent(row.heldOutFound, row.heldOut)) |"
            }
        }
        let pairs = rows.values.reduce(0) { $0 + $1.pairs }
        let all =
            "| **all** | \(pairs) | \(rounded(100 * recall(heldOut: nil))) % "
            + "| \(rounded(100 * recall(heldOut: true))) % |"
        let strange = [PersonProposal.Kind.samePerson, .household].map { kind in
            "\(rounded(100 * Double(proposals[kind] ?? 0) / Double(max(1, strangers)))) \(kind.rawValue)"
        }
        return kinds + [all, "| strangers | \(strangers) | \(strange.joined(separator: ", ")) for 100 of them | |"]
    }

    private func percent(_ part: Int, _ whole: Int) -> String {
        "\(rounded(100 * Double(part) / Double(max(1, whole)))) %"
    }

    private func rounded(_ number: Double) -> Double { (number * 10).rounded() / 10 }
}
