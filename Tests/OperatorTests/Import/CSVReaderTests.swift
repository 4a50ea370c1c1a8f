import Foundation
import Testing

@testable import Operator

@Suite("Lists as offices write them")
struct CSVReaderTests {
    @Test(
        "Cells are read after RFC 4180, whatever separates them and ends the lines",
        arguments: [
            ("a;b\r\n1;2\r\n", [["a", "b"], ["1", "2"]]),
            ("a;b\n1;2", [["a", "b"], ["1", "2"]]),
            ("a;b\r1;2\r", [["a", "b"], ["1", "2"]]),
            ("a,b\n1,2;3\n", [["a", "b"], ["1", "2;3"]]),
            ("a\tb\n1\t2,3\n", [["a", "b"], ["1", "2,3"]]),
            ("\"a;b\";c\n", [["a;b", "c"]]),
            ("a;\"say \"\"hi\"\"\"\n", [["a", "say \"hi\""]]),
            ("a;\"two\r\nlines\";c\n", [["a", "two\r\nlines", "c"]]),
            ("a;;\n", [["a", "", ""]]),
            ("a;\"\"\n;x", [["a", ""], ["", "x"]]),
            ("a;5\" pipe\n", [["a", "5\" pipe"]]),
            ("a;b\n\n; \n1;2\n", [["a", "b"], ["1", "2"]]),
            ("alone\n1\n", [["alone"], ["1"]]),
            ("\"a,b,c\";d\n", [["a,b,c", "d"]]),
            ("e\u{301};\u{1F469}\u{200D}\u{1F467}\n", [["e\u{301}", "\u{1F469}\u{200D}\u{1F467}"]]),
            ("", []),
        ] as [(String, [[String]])])
    func cells(text: String, expected: [[String]]) throws {
        #expect(try CSVReader.records(text).map(\.cells) == expected)
    }

    @Test("A row has the line on which it begins, also behind cells of several lines")
    func lines() throws {
        let records = try CSVReader.records("a;b\r\n\"1\r\n1\";2\r\n\r\n3;4\r\n")
        #expect(records.map(\.line) == [1, 2, 5])
    }

    @Test("A separator that the map names holds, whatever the first line looks like")
    func separator() throws {
        #expect(try CSVReader.records("a;b;c,d\n", separator: ",").map(\.cells) == [["a;b;c", "d"]])
    }

    @Test(
        "Quotation marks that do not fit are told with their place",
        arguments: [
            ("a;b\n1;\"open\n2;3\n", 2, 3, "never closed"), ("a;b\n\"1\"x;2\n", 2, 4, "behind a closing"),
        ])
    func quotationMarks(text: String, line: Int, column: Int, words: String) throws {
        let fault = try #require(throws: CSVFault.self) { try CSVReader.records(text) }
        #expect(fault.line == line && fault.column == column && fault.problem.contains(words))
    }

    @Test(
        "Umlauts and the euro come out of every encoding; a byte order mark is no character",
        arguments: [
            (TextEncoding.utf8, [0xEF, 0xBB, 0xBF, 0x4D, 0xC3, 0xBC, 0xE2, 0x82, 0xAC], "Mü€"),
            (.windows1252, [0x4D, 0xFC, 0x80], "Mü€"),
            (.latin1, [0x4D, 0xFC, 0x80], "Mü\u{80}"),
        ] as [(TextEncoding, [UInt8], String)])
    func encodings(encoding: TextEncoding, bytes: [UInt8], text: String) throws {
        #expect(try encoding.text(of: Data(bytes)) == text)
    }

    @Test("The first byte that is no character of the encoding is told with line and character, and what to try")
    func wrongEncoding() throws {
        let german = Data("Name\r\nMüller;Köln\r\n".utf16.map { UInt8(truncatingIfNeeded: $0) })
        let fault = try #require(throws: CSVFault.self) { try TextEncoding.utf8.text(of: german) }
        #expect((fault.line, fault.column) == (2, 2))
        #expect(fault.description.contains("windows-1252"))
        let undefined = Data([0x41, 0x0A, 0x42, 0x43, 0x81])
        let other = try #require(throws: CSVFault.self) { try TextEncoding.windows1252.text(of: undefined) }
        #expect((other.line, other.column) == (2, 3))
    }
}
