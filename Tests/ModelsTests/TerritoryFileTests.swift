import Testing

@testable import Models

/// One way to break the shipped file: a text that occurs once is replaced; the line is that of a text in the result.
struct BrokenTerritory: Sendable, CustomTestStringConvertible {
    let name: String
    let replace: String
    let with: String
    /// The line on which this text stands is the one to be named.
    let at: String
    /// A part of what the error says.
    let says: String

    init(_ name: String, _ replace: String, _ with: String, at: String? = nil, says: String) {
        self.name = name
        self.replace = replace
        self.with = with
        self.at = at ?? with
        self.says = says
    }

    var testDescription: String { name }

    static let all = [
        BrokenTerritory("unknown key", "baustein3: false", "baustein4: false", says: "unknown key \"baustein4\""),
        BrokenTerritory(
            "missing key", "    name: Versmold\n", "", at: "ags: \"05754048\"", says: "\"name\" is missing"
        ),
        BrokenTerritory("AGS of seven digits", "- ags: \"05754048\"", "- ags: \"0575404\"", says: "8 digits"),
        BrokenTerritory("AGS of another Kreis", "- ags: \"05754048\"", "- ags: \"05711000\"", says: "05754"),
        BrokenTerritory("AGS twice", "- ags: \"05754052\"", "- ags: \"05754048\" # again", at: "again", says: "twice"),
        BrokenTerritory(
            "precision that the date has not", "name: Gütersloh\n    kimParticipation: {date: \"2021-08\"",
            "name: Gütersloh\n    kimParticipation: {date: \"2021\"", at: "date: \"2021\"", says: "yyyy-MM"
        ),
        BrokenTerritory("law", "law: kdg", "law: bdsg", says: "dsgvo, kdg, dsg-ekd"),
        BrokenTerritory(
            "mailbox", "datenschutz@stadt-shs.example", "Datenschutz Stadt", says: "a function mailbox"
        ),
        BrokenTerritory(
            "municipality in two scopes", "    municipalities: [\"05754008\"]\n\n# Supervision",
            "    municipalities: [\"05754008\", \"05754012\"] # two\n\n# Supervision", at: "# two",
            says: "another office"
        ),
        BrokenTerritory(
            "municipality in no scope", "\"05754048\", \"05754052\"]\n  - id: stadt-gt",
            "\"05754048\"]\n  - id: stadt-gt", at: "- id: kreis\n    name: Koord", says: "05754052"
        ),
        BrokenTerritory("post twice", "postId: cm-gt-2", "postId: cm-gt-1 # again", at: "again", says: "twice"),
        BrokenTerritory(
            "unknown employer",
            "postId: cm-gt-3\n    baustein: 2\n    scope: stadt-gt\n    employer: wohlfahrt-evangelisch",
            "postId: cm-gt-3\n    baustein: 2\n    scope: stadt-gt\n    employer: nobody", at: "employer: nobody",
            says: "wohlfahrt-katholisch"
        ),
        BrokenTerritory(
            "post outside its scope", "postId: cm-halle-1\n    baustein: 2\n    scope: kreis",
            "postId: cm-halle-1\n    baustein: 2\n    scope: stadt-gt",
            at: "municipalities: [\"05754012\"]\n    fundedFte", says: "not in the scope stadt-gt"
        ),
        BrokenTerritory(
            "occupancies that share a day", "to: 2024-03-31, fte: 1.0}", "to: 2024-07-01, fte: 1.0}", says: "overlaps"
        ),
        BrokenTerritory("31 February", "from: 2023-04-15", "from: 2023-02-31", says: "yyyy-MM-dd"),
        BrokenTerritory(
            "range that ends before it begins", "to: 2027-01-08}", "to: 2026-01-08}",
            says: "before it begins"
        ),
        BrokenTerritory(
            "Baustein 3 while it is off", "postId: cm-verl-1\n    baustein: 2", "postId: cm-verl-1\n    baustein: 3",
            at: "baustein: 3", says: "switched off"
        ),
        BrokenTerritory(
            "two authorities for one decision", "spheres: [SGB_III]", "spheres: [SGB_II] # both",
            at: "- id: arbeitsagentur", says: "jobcenter-kreis"
        ),
        BrokenTerritory(
            "source of two publishers", "[https://abh.example/fachverfahren]", "[https://sample.example/kim]",
            at: "sources: [https://sample.example/kim]\n    eventTypes:\n      - de.kim.intake.submission.v1\n" + """
                      - de.kim.intake.correction.v1
                      - de.kim.intake.withdrawal.v1
                      - de.kim.intake.legal-sphere-change.v1
                    legalBases: [self-referral, consent, statute]
                    noteAllowed: false
                """,
            says: "twice"
        ),
        BrokenTerritory(
            "emergency contact of two lines", "emergencyContact:\n  de: >-", "emergencyContact:\n  de: |-",
            at: "de: |-", says: "one line of at most"
        ),
        BrokenTerritory(
            "emergency contact too long for a receipt", "emergencyContact:\n  de: >-\n",
            "emergencyContact:\n  de: >-\n    \(String(repeating: "x", count: 960))\n", at: "de: >-\n    xx",
            says: "one line of at most"
        ),
        BrokenTerritory("admission", "admission: manual", "admission: sometimes", says: "manual, automatic"),
        BrokenTerritory("flag that is a text", "baustein3: false", "baustein3: no", says: "true, false"),
        BrokenTerritory(
            "missing deadline", "  assessment:\n", "  assesment:\n", says: "unknown key \"assesment\""
        ),
        BrokenTerritory(
            "unit", "{value: 90, unit: days", "{value: 90, unit: weeks", says: "days, workingDays, months"
        ),
        BrokenTerritory("fraction", "{value: 90, unit: days", "{value: 90.5, unit: days", says: "a whole number"),
        BrokenTerritory("bands that do not rise", "upTo: 120}", "upTo: 100} # flat", at: "# flat", says: "do not rise"),
        BrokenTerritory("holiday on no day", "fixed: \"05-01\"", "fixed: \"05-32\"", says: "MM-dd"),
        BrokenTerritory(
            "key twice", "baustein3: false", "baustein3: false\nkreis: 1", at: "kreis: {code", says: "once"
        ),
        BrokenTerritory(
            "bracket left open", "easter: 60}", "easter: 60", at: "fixed: \"10-03\"", says: "expected ',' or '}'"
        ),
    ]
}

@Suite("A wrong territory file")
struct TerritoryFileTests {
    @Test("A wrong file is refused with its line and what is accepted", arguments: BrokenTerritory.all)
    func refused(_ broken: BrokenTerritory) throws {
        let shipped = try ShippedFiles.text("territory.yaml")
        try #require(shipped.ranges(of: broken.replace).count == 1, "the text to replace stands there once")
        let text = shipped.replacing(broken.replace, with: broken.with)
        let place = try #require(text.ranges(of: broken.at).first, "the place of the error")
        let expected = 1 + text[..<place.lowerBound].count { $0.isNewline }

        let error = #expect(throws: ConfigurationFileError.self) { try Territory.parse(yaml: text) }
        #expect(error?.line == expected)
        #expect(error?.description.contains(broken.says) == true, "\(error?.description ?? "")")
        #expect(error?.accepted.isEmpty == false)
    }

    @Test("An empty file and one that is no mapping are refused", arguments: ["", "# nothing\n", "- a\n", "text"])
    func notAMapping(text: String) {
        let error = #expect(throws: ConfigurationFileError.self) { try Territory.parse(yaml: text) }
        #expect(error?.line == 1)
    }
}
