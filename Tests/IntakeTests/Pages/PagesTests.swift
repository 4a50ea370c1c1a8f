import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Models
import Testing
import TestSupport

@testable import Intake
@testable import Runtime

@Suite("Pages of clearing staff")
struct PagesTests {
    private static let clerk = Identity.caller([.intakeClerk], municipalities: [Samples.guetersloh])

    private struct Answer {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let text: String

        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
        /// The value of a hidden field.
        func hidden(_ name: String, after mark: String = "<form") -> String? {
            let parts = text.components(separatedBy: mark).dropFirst().joined()
                .components(separatedBy: "name=\"\(name)\" value=\"")
            return parts.count > 1 ? parts[1].components(separatedBy: "\"").first : nil
        }
    }

    private func ask(
        _ rig: IntakeRig, _ uri: String, form: [(String, String)]? = nil, by identity: Identity = clerk
    ) async throws -> Answer {
        let router = Router.asked(by: identity) { rig.service.addRoutes(to: $0, entry: rig.harness.entry) }
        return try await Application(router: router).test(.router) { client in
            try await client.execute(
                uri: uri, method: form == nil ? .get : .post,
                headers: form == nil ? [:] : [.contentType: "application/x-www-form-urlencoded"],
                body: form.map { ByteBuffer(string: FormText.encode($0.map { (name: $0.0, value: $0.1) })) }
            ) { Answer(status: $0.status, headers: $0.headers, text: String(buffer: $0.body)) }
        }
    }

    private func parked(_ rig: IntakeRig, _ patch: String = "{}", id: String = "e-1") async throws -> String {
        let effects = try await rig.take(Samples.event(patch, id: id, source: Sources.jobcenter))
        return try #require(try effects.states.first?.requestId)
    }

    private func decide(_ rig: IntakeRig, _ id: String, _ fields: [(String, String)]) async throws -> Answer {
        _ = try await rig.harness.emitted()
        return try await ask(rig, "/requests/\(id)/decisions", form: fields)
    }

    private static let admission = [
        ("outcome", "admitted"), ("actors", "3"), ("areas", "2"), ("regularPathwayTried", "yes"),
        ("ownResourcesSuffice", "no"), ("agreement", "yes"),
    ]

    // MARK: - What every page keeps to

    @Test("What publishers tell is shown as text, whatever it looks like")
    func escapes() async throws {
        let rig = try await IntakeRig()
        let hostile = #"<script>alert(1)</script>"#
        let patch = """
            {"client": {"name": {"originalScript": "\(hostile)"}}, "note": "\(hostile) & \\"onclick=\\"x"}
            """
        let effects = try await rig.take(Samples.event(patch))
        let id = try #require(try effects.states.first?.requestId)
        let page = try await ask(rig, "/requests/\(id)")
        #expect(page.status == .ok)
        #expect(!page.text.contains("<script"))
        #expect(page.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(page.text.contains("&amp; &quot;onclick=&quot;x"))
    }

    @Test("What was typed cannot leave the attribute that keeps it, not even behind a combining sign")
    func attributes() async throws {
        let rig = try await IntakeRig()
        let id = try await parked(rig)
        let typed = "7\"\u{301} onfocus=\"x"
        let page = try await decide(rig, id, [("outcome", "admitted"), ("actors", typed), ("version", "1")])
        #expect(page.status == .unprocessableContent)
        #expect(!page.text.contains("onfocus"))
        #expect(page.text.contains(#"value="7""#))
    }

    @Test("Browsers are told to run nothing, to take nothing from elsewhere and to keep nothing")
    func headers() async throws {
        let rig = try await IntakeRig()
        let id = try await parked(rig)
        for uri in ["/worklist", "/requests/\(id)", "/unmet-demand", "/publishers", "/requests/unknown"] {
            let page = try await ask(rig, uri, by: .everything(in: .example()))
            let policy = try #require(page.header("Content-Security-Policy"))
            #expect(policy.hasPrefix("default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'"))
            #expect(page.header("Cache-Control") == "no-store")
            #expect(page.header("Referrer-Policy") == "same-origin")
            #expect(page.header("X-Content-Type-Options") == "nosniff")
            #expect(page.header("Content-Type") == "text/html; charset=utf-8")
            #expect(page.text.contains(#"<html lang="de">"#))
        }
    }

    @Test("English is chosen by the address and remembered; a list keeps its filter and order")
    func english() async throws {
        let rig = try await IntakeRig()
        let page = try await ask(rig, "/worklist?lang=en")
        #expect(page.text.contains(#"<html lang="en">"#) && page.text.contains("Worklist"))
        #expect(page.header("Set-Cookie")?.hasPrefix("kim-language=en;") == true)
        #expect(try await ask(rig, "/worklist?lang=fr").header("Set-Cookie") == nil)
        let narrowed = try await ask(rig, "/worklist?sort=received&urgent=true&municipality=\(Samples.guetersloh)")
        let kept = "/worklist?urgent=true&amp;municipality=\(Samples.guetersloh)&amp;sort=received&amp;lang=en"
        #expect(narrowed.text.contains(#"href="\#(kept)""#))
    }

    @Test("Every text that a template names is there in both languages")
    func texts() throws {
        let frame = try IntakePages.frame(codelists: .shipped())
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        var keys: Set<String> = []
        for folder in ["Services/Intake/Views", "Shared/Runtime/Pages/Views"] {
            let place = root.appending(path: folder)
            for name in try FileManager.default.contentsOfDirectory(atPath: place.path) where name.hasSuffix("mustache")
            {
                let template = try String(contentsOf: place.appending(path: name), encoding: .utf8)
                keys.formUnion(template.matches(of: /\{\{t\.([A-Za-z-]+)\}\}/).map { String($0.output.1) })
            }
        }
        #expect(keys.count > 60)
        for language in PageLanguage.allCases {
            let words = frame.words(in: language)
            #expect(keys.filter { words.texts[$0] == nil } == [])
            let codes =
                PersonProposal.Evidence.allCases.map { "evidence-\($0.rawValue)" }
                + PostChoice.Reason.allCases.map { "post-\($0.rawValue)" }
                + ClearingChecklist.Criterion.allCases.flatMap { ["check-\($0.rawValue)", "unmet-\($0.rawValue)"] }
                + Role.allCases.map { "role-\($0.rawValue)" }
            #expect(codes.filter { words.texts[$0] == nil } == [])
        }
    }

    // MARK: - Seeing

    @Test("A request of another municipality is a page that says there is none, and the look is audited")
    func foreignRequest() async throws {
        let rig = try await IntakeRig()
        let id = try await parked(rig)
        let elsewhere = Identity.caller([.intakeClerk], municipalities: [Samples.steinhagen])
        let page = try await ask(rig, "/requests/\(id)", by: elsewhere)
        #expect(page.status == .notFound)
        #expect(page.text.contains("Anfrage nicht gefunden"))
        #expect(Samples.personal.filter(page.text.contains) == [])
        #expect(try await ask(rig, "/worklist", by: elsewhere).text.contains(id) == false)
        let audit = try await rig.harness.entry.store.read {
            try String.fetchAll($0, sql: "SELECT action FROM audit ORDER BY seq")
        }
        #expect(audit == ["request-shown-refused", "requests-listed"])
    }

    @Test("The worklist can be narrowed to a municipality and sorted, on the page as over the API")
    func worklist() async throws {
        struct List: Decodable {
            struct Item: Decodable { let id: String }
            let items: [Item]
        }
        let rig = try await IntakeRig()
        let urgent = #"{"urgency": {"level": "urgent", "reason": "housing-loss", "by": "2026-09-24"}}"#
        let other = #"{"municipality": "05754004"}"#
        let ids = [
            try await parked(rig, other, id: "e-1"), try await parked(rig, id: "e-2"),
            try await parked(rig, urgent, id: "e-3"),
        ]
        let caller = Identity.caller([.intakeClerk], municipalities: [Samples.guetersloh, "05754004"])
        func order(_ query: String) async throws -> [String] {
            let list = try await ask(rig, "/v1/worklist\(query)", by: caller).text
            let found = try JSONDecoder().decode(List.self, from: Data(list.utf8)).items.map(\.id)
            let page = try await ask(rig, "/worklist\(query)", by: caller).text
            let shown = page.matches(of: /href="\/requests\/([a-z0-9]+)"/).map { String($0.output.1) }
            #expect(shown == found)
            return found
        }
        #expect(try await order("").first == ids[2])
        #expect(try await order("?sort=municipality") == [ids[0], ids[2], ids[1]])
        #expect(Set(try await order("?sort=received").prefix(3)) == Set(ids))
        #expect(try await order("?municipality=05754004") == [ids[0]])
        #expect(try await order("?municipality=\(Samples.steinhagen)&urgent=&status=") == [])
        #expect(try await ask(rig, "/worklist?sort=name", by: caller).status == .badRequest)
        let page = try await ask(rig, "/worklist", by: caller).text
        #expect(page.contains("Wohnungsverlust bis 24.09.2026 (in 3 Tagen)"))
    }

    // MARK: - Deciding

    @Test("A decision that is none is shown again with all that is wrong and what was entered; then it is made, once")
    func decides() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let id = try await parked(rig)
        let form = try await ask(rig, "/requests/\(id)")
        let key = try #require(form.hidden("key", after: "/decisions"))
        let hidden = [("key", key), ("version", try #require(form.hidden("version")))]
        let wrong = try await decide(rig, id, hidden + [("outcome", "redirected")])
        #expect(wrong.status == .unprocessableContent)
        #expect(wrong.text.contains(##"<a href="#reason-redirected">Wählen Sie einen Grund.</a>"##))
        #expect(wrong.text.contains(##"<a href="#targetKind">"##))
        #expect(wrong.text.contains(#"value="redirected" checked"#))
        #expect(try await rig.harness.emitted().isEmpty)

        let right = try await decide(rig, id, hidden + Self.admission)
        #expect(right.status == .seeOther)
        #expect(right.header("Location") == "/worklist?decided=admitted&request=\(id)")
        #expect(try Effects(emitted: try await rig.harness.emitted()).receipt().outcome == .admitted)
        let again = try await decide(rig, id, hidden + Self.admission)
        #expect(again.status == .seeOther)
        #expect(try await rig.harness.emitted().isEmpty)
        #expect(try await rig.count("clearingDecision") == 1)
    }

    @Test("A decision on a request that was changed meanwhile is not made; the page says so and keeps what was entered")
    func conflict() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let id = try await parked(rig)
        let page = try await decide(rig, id, [("version", "7"), ("key", "k-1")] + Self.admission)
        #expect(page.status == .preconditionFailed)
        #expect(page.text.contains("Die Anfrage wurde inzwischen geändert"))
        #expect(page.text.contains(#"value="admitted" checked"#))
        #expect(try await rig.count("clearingDecision") == 0)
    }

    @Test("Who comes second to a decision is led to what happened, on a page without a form")
    func second() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let id = try await parked(rig)
        let form = try await ask(rig, "/requests/\(id)")
        #expect(!form.text.contains(#"value="no-kim-offer""#))
        let version = ("version", try #require(form.hidden("version")))
        #expect(try await decide(rig, id, [version, ("key", "k-1")] + Self.admission).status == .seeOther)
        for (number, fields) in [Self.admission, [("outcome", "admitted")], []].enumerated() {
            let page = try await decide(rig, id, [version, ("key", "late-\(number)")] + fields)
            #expect(page.status == .conflict)
            #expect(page.text.contains(##"<a href="#course">Die Anfrage ist bereits entschieden.</a>"##))
            #expect(page.text.contains(#"id="course" tabindex="-1""#) && !page.text.contains("/decisions\""))
        }
        #expect(try await rig.count("clearingDecision") == 1)
    }

    @Test("Whom a request may be about as well is shown beside it, each look audited, and decided with a form")
    func persons() async throws {
        let rig = try await IntakeRig()
        let other = #"{"clientReference": "ref-2", "client": {"name": {"family": "Mustafrau", "given": "Selda"}}}"#
        let ids = [try await parked(rig, id: "e-1"), try await parked(rig, other, id: "e-2")]
        let page = try await ask(rig, "/requests/\(ids[1])")
        #expect(page.text.contains("Vielleicht dieselbe Person") && page.text.contains("Zelda Musterfrau"))
        let audit = try await rig.harness.entry.store.read {
            try String.fetchAll($0, sql: "SELECT action || ' ' || subject FROM audit ORDER BY seq")
        }
        #expect(audit == ["request-shown \(ids[1])", "request-compared \(ids[0])"])
        let key = try #require(page.hidden("key", after: "/persons"))
        func decide(_ decision: String, _ key: String) async throws -> Answer {
            try await ask(
                rig, "/requests/\(ids[1])/persons",
                form: [("key", key), ("other", ids[0]), ("decision", decision)])
        }
        let split = try await decide("split", "k-1")
        #expect(split.status == .unprocessableContent)
        #expect(split.text.contains("Nur was als dieselbe Person gilt, kann getrennt werden."))
        #expect(try await decide("same", key).status == .seeOther)
        #expect(try await ask(rig, "/requests/\(ids[1])").text.contains("Doch zwei Personen"))
    }
}
