import Foundation
import Testing

@testable import Models

/// What becomes of a sample, as far as the contract and the territory decide it.
private enum Fate: Equatable {
    case unreadable(Unreadable)
    case refused([ReasonCode])
    case parked
    case redirected
    case waiting
    case admitted
}

@Suite("The sample submissions")
struct SampleFilesTests {
    /// The samples that the contract refuses, by the number of the file, with all reasons.
    private static let refused: [Int: Fate] = [
        50: .refused([.representationRequired]),
        51: .refused([.addressBlockedWithAddress]),
        52: .refused([.unknownMunicipality]),
        53: .unreadable(.missingAttribute),
        54: .refused([.tooShort]),
        55: .refused([.invalidFormat]),
        56: .refused([.unknownCode]),
        57: .refused([.transmissionMissing]),
        58: .refused([.participationDeclined]),
        59: .refused([.unknownCode, .invalidFormat]),
        60: .refused([.sourceNotPermitted]),
    ]

    private struct Sample {
        let name: String
        let number: Int
        let json: JSONValue
        let data: Data

        var municipality: String? { json["data"]?["municipality"]?.stringValue }
    }

    /// The samples that are submissions.
    private static func all() throws -> [Sample] {
        try files().filter { $0.number <= 60 }
    }

    /// The samples that are about a submission.
    private static func later() throws -> [Sample] {
        try files().filter { $0.number > 60 }
    }

    private static func files() throws -> [Sample] {
        let folder = ShippedFiles.compose.appending(path: "samples")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        return try names.filter { $0.hasSuffix(".json") }.map { name in
            let data = try Data(contentsOf: folder.appending(path: name))
            let number = try #require(Int(name.prefix(2)), "\(name)")
            return Sample(name: name, number: number, json: try JSONValue.parse(data), data: data)
        }
    }

    private static func fate(
        of sample: Sample, _ territory: Territory, _ codelists: Codelists
    ) throws -> (Fate, Submission?, [ReasonCode]) {
        let headers = [(name: "content-type", value: Optional(Data(Envelope.structuredMediaType.utf8)))]
        let envelope: Envelope
        do throws(Unreadable) { envelope = try Envelope.read(headers: headers, body: sample.data) } catch {
            return (.unreadable(error), nil, [])
        }
        #expect(envelope.type == Submission.eventType, "\(sample.name)")
        let date = try #require(envelope.time.flatMap { LocalDate(String($0.prefix(10))) }, "\(sample.name)")
        guard let publisher = territory.publisher(forSource: envelope.source) else {
            return (.refused([.sourceNotPermitted]), nil, [])
        }
        let outcome = SubmissionCheck.check(try #require(envelope.data), on: date, codelists: codelists)
        guard case .accepted(let submission, let warnings) = outcome else {
            guard case .refused(let errors, _) = outcome else { return (.refused([]), nil, []) }
            return (.refused(errors.map(\.code)), nil, [])
        }
        #expect(submission.note == nil || publisher.noteAllowed, "\(sample.name)")
        let codes = warnings.map(\.code)
        guard let municipality = territory.municipality(submission.municipality.description) else {
            return (.refused([.unknownMunicipality]), submission, codes)
        }
        guard submission.participation == .agreed, publisher.admission == .automatic else {
            return (.parked, submission, codes)
        }
        guard municipality.offersKIM(on: date) else { return (.redirected, submission, codes) }
        let occupied = territory.posts.contains { post in
            post.baustein == 2 && post.municipalities.contains(municipality.ags) && post.occupiedFte(on: date) > 0
        }
        return (occupied ? .admitted : .waiting, submission, codes)
    }

    @Test("Sixty samples have numbers, ids and references of their own and come from all thirteen municipalities")
    func identities() throws {
        let samples = try Self.all()
        #expect(samples.map(\.number) == Array(1...60))
        let ids = samples.compactMap { $0.json["id"]?.stringValue }
        #expect(ids.count == 59 && Set(ids).count == 59)
        #expect(Set(samples.compactMap { $0.json["data"]?["clientReference"]?.stringValue }).count == 60)
        let known = Set(try ShippedFiles.territory().municipalities.map(\.ags))
        #expect(known.isSubset(of: samples.compactMap(\.municipality)))
    }

    @Test("Four more samples fulfil their contracts and are about submissions among the samples")
    func laterEvents() throws {
        let (codelists, territory) = (try Codelists.shipped(), try ShippedFiles.territory())
        let samples = try Self.all()
        let references = Set(samples.compactMap { $0.json["data"]?["clientReference"]?.stringValue })
        let submissions = Set(samples.compactMap { SubmissionReference($0.json) })
        let later = try Self.later()
        #expect(later.map(\.number) == Array(61...64))
        for sample in later {
            let data = try #require(sample.json["data"])
            let publisher = try #require(
                sample.json["source"]?.stringValue.flatMap { territory.publisher(forSource: $0) })
            let type = try #require(
                sample.json["type"]?.stringValue.flatMap(Territory.Publisher.EventType.init(rawValue:)))
            #expect(publisher.eventTypes.contains(type))
            let day = try #require(LocalDate("2026-11-24"))
            var submission: SubmissionReference?
            switch type {
            case .submission: Issue.record("\(sample.name) is a submission")
            case .correction:
                guard case .accepted(let body, let warnings) = Correction.check(data, on: day, codelists: codelists)
                else { Issue.record("\(sample.name)"); continue }
                submission = body.submission
                #expect(warnings.isEmpty)
            case .withdrawal:
                guard case .accepted(let body, _) = Withdrawal.check(data, on: day, codelists: codelists)
                else { Issue.record("\(sample.name)"); continue }
                submission = body.submission
            case .legalSphereChange:
                guard case .accepted(let body, _) = LegalSphereChange.check(data, on: day, codelists: codelists)
                else { Issue.record("\(sample.name)"); continue }
                #expect(references.contains(body.client.clientReference ?? ""), "\(sample.name)")
            }
            if let submission { #expect(submissions.contains(submission), "\(sample.name)") }
        }
    }

    @Test("Each sample meets the fate that its file is there to show")
    func fates() throws {
        let (territory, codelists) = (try ShippedFiles.territory(), try Codelists.shipped())
        var admitted: [String] = []
        for sample in try Self.all() {
            let (fate, _, _) = try Self.fate(of: sample, territory, codelists)
            let expected: Fate =
                switch sample.number {
                case 1...37: .admitted
                case 38...39: .waiting
                case 40...44: .redirected
                case 45...49: .parked
                default: try #require(Self.refused[sample.number])
                }
            #expect(fate == expected, "\(sample.name)")
            if fate == .admitted { admitted.append(sample.municipality ?? "") }
        }
        #expect(admitted.count { $0 == "05754008" } == 18, "enough to move a figure that is rounded to 5")
    }

    @Test("The samples show the special cases that clients get wrong first")
    func variety() throws {
        let (territory, codelists) = (try ShippedFiles.territory(), try Codelists.shipped())
        var submissions: [Submission] = []
        var warnings: Set<ReasonCode> = []
        for sample in try Self.all() where sample.number <= 49 {
            let (_, submission, codes) = try Self.fate(of: sample, territory, codelists)
            submissions.append(try #require(submission, "\(sample.name)"))
            warnings.formUnion(codes)
        }
        let clients = submissions.map(\.client)
        #expect(warnings == [.januaryFirstYearOnly])
        #expect(clients.contains { $0.name.family == nil && $0.name.given == nil && $0.name.full != nil })
        #expect(clients.contains { $0.nationalities.count == 2 })
        #expect(clients.contains { $0.nationalities == ["XKX"] } && clients.contains { $0.nationalities == ["XXA"] })
        #expect(clients.contains { $0.gender == "no-entry" })
        #expect(clients.contains { $0.representation?.kind == .guardian })
        #expect(clients.contains { $0.contact?.addressBlocked == true })
        let scripts = clients.compactMap { $0.name.originalScript?.unicodeScalars.first?.value }
        for script in [0x0600...0x06FF, 0x0400...0x04FF, 0x1200...0x137F] as [ClosedRange<UInt32>] {
            #expect(scripts.contains { script.contains($0) }, "\(script)")
        }
        #expect(submissions.contains { ($0.household?.members.count ?? 0) >= 5 })
    }
}
