import Foundation
import Models
import Testing

@testable import Operator

@Suite("Maps of lists")
struct ImportMapTests {
    private static let time = Date(timeIntervalSince1970: 1_790_000_000)

    /// The rows of a list under a map with these fields.
    static func rows(_ csv: String, fields: [String], id: String? = nil) throws -> [ImportRow] {
        let lines = ["source: https://sample.example/kim"] + (id.map { ["id: \($0)"] } ?? []) + ["fields:"]
        let map = try ImportMap.parse(yaml: (lines + fields.map { "  " + $0 }).joined(separator: "\n"))
        return try ImportList(CSVReader.records(csv), map, time: time).rows
    }

    private func body(_ csv: String, _ fields: String..., id: String? = nil) throws -> String {
        let row = try #require(try ImportMapTests.rows(csv, fields: fields, id: id).first)
        return String(decoding: try #require(row.event["data"]).canonical(), as: UTF8.self)
    }

    @Test(
        "What is wrong with a map is told with its line and what is accepted",
        arguments: [
            ("fields: {a: A}", 1, "source"),
            ("source: s\ncolor: red\nfields: {a: A}", 2, "unknown key \"color\""),
            ("source: s\nfields:\n  a: A\n  b: {column: B, codez: {}}", 4, "unknown key \"codez\""),
            ("source: s\nencoding: utf-16\nfields: {a: A}", 2, "windows-1252"),
            ("source: s\nseparator: x\nfields: {a: A}", 2, "tab"),
            ("source: s\nfields:\n  a..b: A", 3, "no path"),
            ("source: s\nfields:\n  a[x]: A", 3, "no path"),
            ("source: s\nfields:\n  a: A\n  a.b: B", 4, "one value for a place"),
            ("source: s\nfields:\n  a[0]: A\n  a.b: B", 4, "one value for a place"),
            ("source: s\nfields:\n  a: {date: dd.MM.yyyy}", 3, "no column"),
            ("source: s\nfields:\n  a: {column: A, constant: x}", 3, "beside a column"),
            ("source: s\nfields:\n  a: {column: A, date: dd.MM.yy}", 3, "date format"),
            ("source: s\nfields:\n  a: {column: A, date: yyyy, number: true}", 3, "one of them"),
            ("source: s\nfields:\n  a: {column: A, phone: \"0049\"}", 3, "+49"),
            ("source: s\nfields:\n  a:\n    column: A\n    codes: {M: x, m: y}", 5, "there twice"),
            ("source: s\nfields:\n  a: A\n  a: B", 3, "there twice"),
            ("source: s\nfields:\n  client.name.family: A\n  municipality: B", 1, "can be guessed"),
            (
                "source: s\nid: [A, B]\nfields:\n  client.name.family: A\n  client.birth.date: B\n  clientReference: C",
                2, "the office's own reference"
            ),
        ])
    func mistakes(yaml: String, line: Int, words: String) throws {
        let error = try #require(throws: ConfigurationFileError.self) { try ImportMap.parse(yaml: yaml) }
        #expect(error.line == line)
        #expect(error.description.contains(words), "\(error)")
    }

    @Test("A column that the list does not have once is told with the line of the map", arguments: ["C;B\n", "A;A\n"])
    func columns(csv: String) throws {
        let failure = try #require(throws: Failure.self) { try ImportMapTests.rows(csv, fields: ["x: B", "y: A"]) }
        #expect(failure.description.contains("of the map: the list has"))
    }

    @Test("Columns, constants, tables and lists go to their places; empty cells leave theirs out")
    func places() throws {
        let csv = "No;Name;Sex;Need;Help\n7; Darwisch ;W;Sprache, Wohnen,;ja\n"
        let made = try body(
            csv, "client.name.family: Name", "client.gender: {column: Sex, codes: {w: female}}",
            "needs: {column: Need, separator: \",\", codes: {Sprache: language, Wohnen: housing}}",
            "client.interpreterNeeded: {column: Help, codes: {ja: true}}", "accessRoute: {constant: referral}",
            "client.contact.addressBlocked: {constant: false}", id: "No")
        #expect(
            made == #"{"accessRoute":"referral","client":{"contact":{"addressBlocked":false},"gender":"female","#
                + #""interpreterNeeded":true,"name":{"family":"Darwisch"}},"needs":["language","housing"]}"#)
        let empty = try body(
            "Name;Sex;Help\nX;;\n", "a.name: Name", "a.sex: {column: Sex, default: unknown}", "a.help: Help",
            "b[0].help: Help", "b[0].safe: {constant: ask, when: Help}")
        #expect(empty == #"{"a":{"name":"X","sex":"unknown"}}"#)
    }

    @Test("An item that is left out leaves no gap in its list")
    func items() throws {
        let fields = ["s[0].code: First", "s[1].code: Second", "s[1].axis: {constant: livelihood, when: Second}"]
        let rows = try ImportMapTests.rows("First;Second\n;SGB_II\n", fields: fields)
        let row = try #require(rows.first)
        #expect(row.event["data"]?["s"]?.arrayValue?.count == 1)
        #expect(row.columns(behind: "/s/0/code") == ["Second"])
        #expect(row.columns(behind: "/s") == ["First", "Second"])
    }

    @Test(
        "Dates are read in the formats of the map; what is none goes as it is, for Intake to refuse",
        arguments: [
            ("12.04.1991", "1991-04-12"), ("1.2.1991", "1991-02-01"), ("04.1991", "1991-04"), ("1991", "1991"),
            ("31.02.1991", "31.02.1991"), ("12.04.91", "12.04.91"), ("12.04.1991 ?", "12.04.1991 ?"),
            ("00.04.1991", "00.04.1991"), ("ca. 1991", "ca. 1991"), ("..1991", "..1991"), ("199", "199"),
        ])
    func dates(cell: String, date: String) throws {
        let made = try body("Born\n\(cell)\n", "b: {column: Born, date: [dd.MM.yyyy, MM.yyyy, yyyy]}")
        #expect(made == "{\"b\":\"\(date)\"}")
    }

    @Test(
        "Telephone numbers get the form of E.164; what has neither zero nor country goes as it is",
        arguments: [
            ("0176 04069-171", "+4917604069171"), ("(05241) 85/0", "+495241850"), ("0043 1 234567", "+431234567"),
            ("+49 (0) 5241 850", "+495241850"), ("0176040691 abends", "0176040691 abends"), ("17604069", "17604069"),
        ])
    func phones(cell: String, number: String) throws {
        #expect(try body("P\n\(cell)\n", "p: {column: P, phone: \"+49\"}") == "{\"p\":\"\(number)\"}")
    }

    @Test("A whole number becomes one, and anything else stays text")
    func numbers() throws {
        let fields = ["y: {column: Y, number: true}"]
        let values = try ImportMapTests.rows("Y\n2014\n2014?\n", fields: fields).map { $0.event["data"]?["y"] }
        #expect(values == [.number("2014"), .string("2014?")])
    }

    @Test("The same row is the same event, whatever the columns that are not taken, and shows nothing of the row")
    func ids() throws {
        let fields = ["name: Name"]
        let first = try ImportMapTests.rows("Name;Note\nDarwisch;a\n", fields: fields).map(\.id)
        let again = try ImportMapTests.rows("Note;Name\nb;Darwisch \nb;Hrynko\n", fields: fields).map(\.id)
        #expect(first == Array(again.prefix(1)) && Set(again).count == 2)
        let byReference = try ImportMapTests.rows("Name;No\nA;7\nB;7\n;8\nC;\n", fields: fields, id: "No")
        #expect(byReference[0].id == byReference[1].id && byReference[0].id.count == 52)
        #expect(byReference.map { $0.faults.map(\.code) } == [[], ["same-id-as-line-2"], [], ["no-id"]])
    }

    @Test(
        "With a reference of the office's own, alone or beside others, ids of events cannot be guessed",
        arguments: [nil, "No", "[No, Name]", "Ours", "[Name, Ours]"])
    func idsWithReference(id: String?) throws {
        let fields = [
            "client.name.family: Name", "clientReference: Ours", "client.contact.addressBlocked: {constant: x}",
        ]
        let rows = try ImportMapTests.rows("No;Name;Ours\n1;Darwisch;a\n2;Darwisch;b\n", fields: fields, id: id)
        #expect(Set(rows.map(\.id)).count == 2)
    }

    @Test("A row that has more or fewer cells than the first is no event: its values may be in wrong columns")
    func cells() throws {
        let rows = try ImportMapTests.rows("A;B\n1;2;3\n1\n1;2\n", fields: ["a: A", "b: B"])
        #expect(rows.prefix(2).allSatisfy { $0.faults.map(\.code).contains("number-of-cells") })
        #expect(rows[2].faults.isEmpty)
    }
}
