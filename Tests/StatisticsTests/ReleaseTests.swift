import Foundation
import GRDB
import Models
import Pipeline
import TestSupport
import Testing

@testable import Statistics

struct ReleaseTests {
    @Test(
        "A count is rounded to the nearest multiple of the base",
        arguments: [(0, 0), (1, 0), (2, 0), (3, 5), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (998, 1000)])
    func rounding(count: Int, rounded: Int) {
        #expect(Rounding(base: 5).round(count) == rounded)
    }

    @Test("A release holds rounded figures of every area, and the marker of the whole set comes last")
    func firstRelease() async throws {
        let rig = try await Rig()
        for number in 0..<8 {
            let gender = number < 3 ? "female" : "male"
            try await rig.harness.deliver(
                try caseState("c\(number)", gender: gender), on: Topics.cases, key: "c\(number)")
        }
        try await rig.begin()
        let emitted = try await rig.release(after: 10)
        let marker = try #require(emitted.last).body(Release.self)
        let figures = try emitted.dropLast().map { try $0.body(Figure.self) }

        #expect(emitted.last?.key == marker.key)
        #expect(marker.figures == figures.count)
        #expect(marker.checksum == Release.checksum(of: figures))
        #expect(marker.withdrawnKeys.isEmpty)
        #expect(marker.rules["B1"] == "1")
        #expect(marker.codelists.keys.sorted() == ["access-routes", "genders"])
        #expect(emitted.dropLast().map(\.key) == figures.map(\.key.description).sorted())
        #expect(figures.allSatisfy { $0.status == .provisional && $0.disclosure.base == 5 })
        #expect(figures.allSatisfy { ($0.value ?? 1).truncatingRemainder(dividingBy: 5) == 0 })

        func value(_ key: String) -> Double? { figures.first { $0.key.description == key }?.value }
        // 3 and 5 are published as 5 and 5, their total of 8 from the unrounded value.
        let quarter = "B1;quarter:2026-10-01;municipality:\(Fixtures.rietberg)"
        #expect(value("\(quarter);gender=female") == 5)
        #expect(value("\(quarter);gender=male") == 5)
        #expect(value(quarter) == 10)
        #expect(value("B2;month:2026-11-01;kreis:05754;flow=inflow") == 10)
        #expect(value("B1;month:2026-11-01;coordination:stadt-gt") == 0)
    }

    @Test("Municipalities have one dimension at most, the Kreis two, and only two genders are told")
    func breakdowns() async throws {
        let rig = try await Rig()
        try await rig.begin()
        let figures = try await rig.release(after: 10).dropLast().map { try $0.body(Figure.self) }
        let most = { (level: FigureTerritory.Level) in
            figures.filter { $0.territory.level == level }.map(\.dimensions.count).max()
        }
        #expect(most(.municipality) == 1)
        #expect(most(.coordination) == 1)
        #expect(most(.kreis) == 2)
        #expect(Set(figures.compactMap { $0.dimensions["gender"] }) == ["female", "male"])
        #expect(figures.allSatisfy { ($0.period.kind == .quarter) == ($0.territory.level == .municipality) })
        // The Kreis, two offices, 13 municipalities.
        let areas = Set(figures.map(\.territory.code))
        #expect(areas.count == 16)
    }

    @Test("Where nothing changed, nothing is released; then only what changed, and the marker of the whole set")
    func changes() async throws {
        let rig = try await Rig()
        try await rig.begin()
        let first = try await rig.release(after: 10)
        #expect(try await rig.release(after: 20).isEmpty)

        // Two requests change no rounded figure.
        for number in 0..<2 {
            try await rig.harness.deliver(try request("r\(number)"), on: Topics.requests, key: "r\(number)")
        }
        #expect(try await rig.release(after: 30).isEmpty)

        try await rig.harness.deliver(try request("r2"), on: Topics.requests, key: "r2")
        let second = try await rig.release(after: 40)
        #expect(
            second.dropLast().map(\.key) == [
                "I1;month:2026-11-01;kreis:05754", "I1;month:2026-11-01;kreis:05754;accessRoute=self",
            ])
        let marker = try #require(second.last).body(Release.self)
        #expect(marker.figures == first.count - 1)
        var current: [String: Figure] = [:]
        for event in first.dropLast() + second.dropLast() { current[event.key] = try event.body(Figure.self) }
        #expect(marker.checksum == Release.checksum(of: current.values))
    }

    @Test("A figure that is no longer offered is withdrawn by a tombstone before the marker that names it")
    func withdrawal() async throws {
        let rig = try await Rig()
        try await rig.begin()
        _ = try await rig.release(after: 10)
        let key = "B9;month:2026-11-01;kreis:05754"
        let figure = try await rig.harness.entry.store.read { database in
            try Data.fetchOne(database, sql: "SELECT figure FROM published LIMIT 1")
        }
        try await rig.harness.alter { database in
            try database.execute(sql: "INSERT INTO published (key, figure) VALUES (?, ?)", arguments: [key, figure])
        }
        let emitted = try await rig.release(after: 20)
        #expect(emitted.map(\.key).first == key)
        #expect(emitted.first?.envelope.data == nil)
        #expect(try #require(emitted.last).body(Release.self).withdrawnKeys == [key])
        #expect(emitted.count == 2)
    }

    @Test("What a period already published turns out to have been is corrected when it becomes known")
    func lateCorrection() async throws {
        let rig = try await Rig()
        try await rig.begin()
        _ = try await rig.release(after: 10)
        let december = 9 * 86_400.0
        // The release that was missed, and the first one in December.
        _ = try await rig.release(after: december)
        _ = try await rig.release(after: december + 10)
        for number in 0..<5 {
            try await rig.harness.deliver(try request("r\(number)"), on: Topics.requests, key: "r\(number)")
        }
        let keys = try await rig.release(after: december + 30).map(\.key)
        #expect(keys.contains("I1;month:2026-11-01;kreis:05754"))
        #expect(!keys.contains("I1;month:2026-12-01;kreis:05754"))
    }

    @Test("No id of a request or case is ever published")
    func noIDs() async throws {
        let rig = try await Rig(delivering: [try caseState("secretcase")])
        try await rig.harness.deliver(try request("secretrequest"), on: Topics.requests, key: "secretrequest")
        try await rig.begin()
        let emitted = try await rig.release(after: 10)
        #expect(emitted.count > 100)
        for event in emitted {
            let text = String(decoding: event.envelope.data ?? Data(), as: UTF8.self) + event.key
            #expect(!text.contains("secret"))
        }
    }

    @Test("Releases that were missed while nothing ran are not made up for")
    func missed() async throws {
        let rig = try await Rig()
        try await rig.begin()
        #expect(try await rig.harness.fireTimers(at: Rig.start.addingTimeInterval(3600)) == 1)
        #expect(try await rig.harness.fireTimers(at: Rig.start.addingTimeInterval(3600)) == 0)
        #expect(try await rig.harness.fireTimers(at: Rig.start.addingTimeInterval(3610)) == 1)
    }

    @Test("A restart leaves the next release where it was")
    func restart() async throws {
        let rig = try await Rig()
        try await rig.begin()
        try await rig.harness.deliver(
            try request(), on: Topics.requests, key: "r1", at: Rig.start.addingTimeInterval(9))
        try await rig.begin()
        #expect(try await rig.harness.fireTimers(at: Rig.start.addingTimeInterval(10)) == 1)
    }
}
