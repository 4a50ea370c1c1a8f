import Foundation
import Testing

@testable import Models

/// The files that are shipped beside the code, found from the place of this file.
enum ShippedFiles {
    static let compose = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "compose")

    static func text(_ name: String) throws -> String {
        try String(contentsOf: compose.appending(path: name), encoding: .utf8)
    }

    static func territory() throws -> Territory {
        try Territory.parse(yaml: text("territory.yaml"))
    }
}

func day(_ text: String) throws -> LocalDate {
    try #require(LocalDate(text))
}

@Suite("The shipped territory")
struct TerritoryTests {
    @Test("The shipped file is accepted and holds the Kreis as it is")
    func shipped() throws {
        let territory = try ShippedFiles.territory()
        #expect(territory.kreis.code == "05754")
        #expect(territory.municipalities.count == 13)
        #expect(territory.municipality("05754032")?.name == "Rietberg")
        #expect(territory.municipality("05754099") == nil)
        #expect(territory.coordinationOffices.map(\.id) == ["kreis", "stadt-gt"])
        #expect(territory.coordinationOffice(for: "05754008")?.id == "stadt-gt")
        #expect(territory.coordinationOffice(for: "05754052")?.id == "kreis")
        #expect(!territory.baustein3)
    }

    @Test(
        "KIM is offered from the first day that the published date covers",
        arguments: [
            ("05754008", "2021-07-31", false), ("05754008", "2021-08-01", true),
            ("05754044", "2022-12-31", false), ("05754044", "2023-01-01", true),
            ("05754040", "2026-11-24", false), ("05754048", "2026-11-24", false), ("05754052", "2026-11-24", false),
        ]
    )
    func offer(ags: String, date: String, offered: Bool) throws {
        let municipality = try #require(try ShippedFiles.territory().municipality(ags))
        #expect(try municipality.offersKIM(on: day(date)) == offered)
    }

    @Test("Every municipality with KIM has an occupied case manager, except Langenberg, whose post is vacant")
    func posts() throws {
        let territory = try ShippedFiles.territory()
        let today = try day("2026-11-24")
        let managers = territory.posts.filter { $0.baustein == 2 }
        for municipality in territory.municipalities {
            let own = managers.filter { $0.municipalities.contains(municipality.ags) }
            let occupied = own.contains { $0.occupiedFte(on: today) > 0 }
            #expect(own.isEmpty == (municipality.kimParticipation == nil), "\(municipality.name)")
            #expect(occupied == (municipality.kimParticipation != nil && municipality.ags != "05754024"))
        }
        #expect(managers.filter { $0.municipalities == ["05754008"] }.count == 3)
        #expect(managers.contains { $0.municipalities.count == 2 && $0.occupiedFte(on: today) == 0.5 })
    }

    @Test("A post is vacant between two occupancies, on neither of their last and first days")
    func vacancy() throws {
        let post = try #require(try ShippedFiles.territory().posts.first { $0.postId == "cm-gt-2" })
        #expect(try post.occupiedFte(on: day("2024-03-31")) == 1)
        #expect(try post.occupiedFte(on: day("2024-04-01")) == 0)
        #expect(try post.occupiedFte(on: day("2024-06-30")) == 0)
        #expect(try post.occupiedFte(on: day("2024-07-01")) == 1)
        #expect(try post.fundedFte(on: day("2024-05-01")) == 1)
    }

    @Test(
        "A publisher is known by its source and by nothing like it",
        arguments: [
            ("https://sample.example/kim", "sample"), ("https://abh.example/fachverfahren", "abh"),
            ("https://jobcenter.example/kim", "jobcenter"), ("https://sample.example/kim/", nil),
            ("https://SAMPLE.example/kim", nil), ("", nil),
        ] as [(String, String?)]
    )
    func publishers(source: String, id: String?) throws {
        let territory = try ShippedFiles.territory()
        #expect(territory.publisher(forSource: source)?.id == id)
        #expect(territory.publisher(forTopicSuffix: "sample") == nil, "all three use the shared topics")
    }

    @Test("Only the Jobcenter's submissions wait for clearing staff")
    func admission() throws {
        let manual = try ShippedFiles.territory().publishers.filter { $0.admission == .manual }
        #expect(manual.map(\.id) == ["jobcenter"])
    }

    @Test(
        "A decision has one authority where somebody decides at all",
        arguments: [
            ("05754008", .residence, "AUFENTHG_24", "abh-stadt-gt"), ("05754044", .residence, "ASYLG_55", "abh-kreis"),
            ("05754048", .livelihood, "ASYLBLG_3", "sozialamt-versmold"),
            ("05754048", .livelihood, "SGB_II", "jobcenter-kreis"),
            ("05754048", .livelihood, "OWN_INCOME", nil),
        ] as [(String, Territory.Authority.Axis, String, String?)]
    )
    func authorities(ags: String, axis: Territory.Authority.Axis, sphere: String, id: String?) throws {
        #expect(try ShippedFiles.territory().authority(for: ags, axis: axis, sphere: sphere)?.id == id)
    }

    @Test("Every number that the Kreis has yet to decide is marked as an example")
    func examples() throws {
        let rules = try ShippedFiles.territory().rules
        let today = try day("2026-11-24")
        #expect(Territory.DeadlineKind.allCases.allSatisfy { rules.deadlines[$0].version(on: today).example })
        #expect(Territory.RetentionKind.allCases.allSatisfy { rules.retention[$0].version(on: today).example })
        #expect(Territory.ApprovalKind.allCases.allSatisfy { rules.approvals[$0].version(on: today).example })
        #expect(Territory.ReleasePeriod.allCases.allSatisfy { rules.releases[$0].version(on: today).example })
        #expect(rules.caseloadRatio.version(on: today).example && rules.caseloadBands.version(on: today).example)
        #expect(rules.roundingBase.value(on: today) == 5 && rules.roundingBase.version(on: today).example)
    }

    @Test("Each kind of deadline has its own value")
    func deadlines() throws {
        let territory = try ShippedFiles.territory()
        let today = try day("2026-11-24")
        #expect(territory.deadline(.firstContact, on: today) == .init(value: 5, unit: .workingDays))
        #expect(territory.deadline(.planReview, on: today) == .init(value: 6, unit: .months))
        #expect(territory.deadline(.contact, on: today) == .init(value: 90, unit: .days))
        #expect(territory.retention(.parkedSubmission, on: today) == .init(value: 14, unit: .days))
    }

    @Test("A number that was changed counts from its day on, the older one before it")
    func versions() throws {
        let text = try ShippedFiles.text("territory.yaml").replacing(
            "  firstContact:\n",
            with: """
                  firstContact:
                    - {value: 10, unit: workingDays, validFrom: 2020-01-01, reason: "Aufbau"}

                """
        )
        let territory = try Territory.parse(yaml: text)
        #expect(try territory.deadline(.firstContact, on: day("2019-01-01")).value == 10)
        #expect(try territory.deadline(.firstContact, on: day("2021-07-31")).value == 10)
        #expect(try territory.deadline(.firstContact, on: day("2021-08-01")).value == 5)
    }
}
