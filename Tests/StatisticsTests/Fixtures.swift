import Foundation
import GRDB
import Models
import TestSupport
import Testing

@testable import Statistics

/// The shipped example territory and codelists, and short ways to invented states.
enum Fixtures {
    static let guetersloh = "05754008"
    static let rietberg = "05754032"
    static let verl = "05754044"

    static func territory() throws -> Territory {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../compose/territory.yaml")
        return try Territory.parse(yaml: String(contentsOf: file, encoding: .utf8))
    }

    static func maker() throws -> FigureMaker {
        FigureMaker(territory: try territory(), codelists: try Codelists.shipped())
    }

    static func area(_ name: String) throws -> Area {
        try #require(try territory().areas.first { $0.name == name })
    }

    /// `month:2026-11-01`.
    static func period(_ text: String) throws -> ReportingPeriod {
        let parts = text.split(separator: ":").map(String.init)
        let kind = try #require(ReportingPeriod.Kind(rawValue: parts[0]))
        return try #require(ReportingPeriod(kind, startingOn: day(parts[1])))
    }

    /// A database in memory with the tables of Statistics.
    static func database() throws -> DatabaseQueue {
        let database = try DatabaseQueue()
        var migrator = DatabaseMigrator()
        Schema.migrations(&migrator)
        try migrator.migrate(database)
        return database
    }
}

func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

let written = Timestamp(Date(timeIntervalSince1970: 1_790_000_000))

func request(
    _ id: String = "r1", version: Int = 1, on received: String = "2026-11-03", in municipality: String? = nil,
    by accessRoute: String? = "self", states: [(RequestState.Status, String, [String])] = []
) throws -> RequestState {
    RequestState(
        requestId: id, version: version, receivedOn: try day(received), municipality: municipality,
        accessRoute: accessRoute,
        states: try states.map { .init(state: $0.0, reasons: $0.2, on: try day($0.1), recordedAt: written) })
}

func caseState(
    _ id: String = "c1", version: Int = 1, opened: String = "2026-11-05", gender: String? = nil,
    ageGroup: String? = nil, in places: [(String, String)] = [(Fixtures.rietberg, "2026-11-05")],
    closed closures: [(String, String, String?)] = []
) throws -> CaseState {
    CaseState(
        caseId: id, version: version, receivedOn: try day(opened), openedOn: try day(opened),
        responsibilities: try places.map {
            .init(municipality: $0.0, provider: "p", post: "x", from: try day($0.1), recordedAt: written)
        },
        closures: try closures.map {
            .init(
                closedOn: try day($0.0), reason: $0.1, reopenedOn: try $0.2.map { try day($0) }, recordedAt: written)
        }, ageGroup: ageGroup, gender: gender)
}

extension CaseState {
    /// An invented course within 2026: up to three closures, up to three municipalities, corrections among them.
    static func random(_ id: String, version: Int = 1, using generator: inout SeededGenerator) throws -> CaseState {
        let first = try day("2026-01-01")
        let municipalities = [Fixtures.guetersloh, Fixtures.rietberg, Fixtures.verl]
        let reasons = ["goals-reached", "moved-away", "contact-lost", "merged", "opened-in-error"]
        var on = first.adding(days: .random(in: 0..<200, using: &generator))
        let openedOn = on
        var closures: [ClosureEntry] = []
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            on = on.adding(days: .random(in: 0...60, using: &generator))
            var closure = ClosureEntry(
                closedOn: on, reason: reasons.randomElement(using: &generator) ?? "", recordedAt: written)
            if Bool.random(using: &generator) {
                on = on.adding(days: .random(in: 0...40, using: &generator))
                closure.reopenedOn = on
            }
            closures.append(closure)
        }
        if let last = closures.indices.last, Bool.random(using: &generator) {
            var correction = closures[last]
            correction.closedOn = correction.closedOn.adding(days: .random(in: -20...0, using: &generator))
            correction.replaces = last
            closures.append(correction)
        }
        let responsibilities = (0...Int.random(in: 0...2, using: &generator)).map { number in
            Responsibility(
                municipality: municipalities.randomElement(using: &generator) ?? "", provider: "p", post: "x",
                from: number == 0 ? openedOn : first.adding(days: .random(in: 0..<300, using: &generator)),
                recordedAt: written)
        }
        return CaseState(
            caseId: id, version: version, receivedOn: openedOn, openedOn: openedOn,
            responsibilities: responsibilities, closures: closures,
            gender: ["female", "male", "diverse"].randomElement(using: &generator))
    }
}
