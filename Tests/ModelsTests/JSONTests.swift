import Foundation
import TestSupport
import Testing

@testable import Models

@Suite("JSON")
struct JSONTests {
    private func parse(_ text: String) throws(JSONParseError) -> JSONValue { try JSONValue.parse(Data(text.utf8)) }

    @Test("Tens of thousands of repeated names are told apart in a moment", .timeLimit(.minutes(1)))
    func manyDuplicates() throws {
        let once = (0..<40_000).map { #""n\#($0)":0"# }.joined(separator: ",")
        #expect(try parse("{\(once),\(once)}").duplicateNames.count == 40_000)
    }

    @Test("Order, duplicates and the text of numbers are kept")
    func faithful() throws {
        let text = #"{"b":1.50,"a":[true,false,null,-0,1e400],"b":"\u00e4\ud83d\ude00\/\n"}"#
        let value = try parse(text)
        #expect(value.objectValue?.map(\.name) == ["b", "a", "b"])
        #expect(value["b"] == "ä😀/\n")
        #expect(value["a"]?.arrayValue?.last == .number("1e400"))
        #expect(value.duplicateNames == ["b"])
        #expect(
            String(decoding: value.encoded(), as: UTF8.self)
                == #"{"b":1.50,"a":[true,false,null,-0,1e400],"b":"ä😀/\n"}"#)
    }

    @Test(
        "Texts that are no JSON are refused with reason and place",
        arguments: [
            ("", JSONParseError.Reason.empty, 0), (" \n\t", .empty, 3), ("{", .syntax, 1), ("[1,]", .syntax, 3),
            ("{\"a\":1,}", .syntax, 7), ("{a:1}", .syntax, 1), ("[1 2]", .syntax, 3), ("01", .syntax, 1),
            ("-", .syntax, 1),
            ("1.", .syntax, 2), (".5", .syntax, 0), ("1e", .syntax, 2), ("+1", .syntax, 0), ("NaN", .syntax, 0),
            ("tru", .syntax, 0), ("truex", .syntax, 4), ("\"a", .syntax, 2), ("\"a\u{1}\"", .syntax, 2),
            ("\"\\x\"", .syntax, 2), ("\"\\", .syntax, 2), ("\"\\u12", .syntax, 3), ("\"\\u12G4\"", .syntax, 5),
            ("\"\\ud800\"", .syntax, 3), ("\"\\ud800\\u0041\"", .syntax, 3), ("\"\\udc00\"", .syntax, 3),
            ("{} {}", .syntax, 3), ("\u{FEFF}{}", .syntax, 0), ("'a'", .syntax, 0), ("[1]//", .syntax, 3),
        ] as [(String, JSONParseError.Reason, Int)])
    func refused(text: String, reason: JSONParseError.Reason, offset: Int) {
        #expect(throws: JSONParseError(reason: reason, offset: offset)) { try parse(text) }
    }

    @Test("A truncated document is refused wherever it was cut")
    func truncated() {
        let text = Data(#"{"a":[1.5e3,"ä\u00e4",{"b":true}],"c":null}"#.utf8)
        for length in 0..<text.count {
            #expect(throws: JSONParseError.self, "cut after \(length)") { try JSONValue.parse(text.prefix(length)) }
        }
    }

    @Test(
        "Bytes that are not UTF-8 are refused",
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xE0, 0x80, 0x80, 0x22],
            [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xC3], [0x22, 0xC3, 0x22], [0x22, 0x80, 0x22],
            [0x22, 0xF0, 0x9F, 0x98, 0x22],
        ] as [[UInt8]])
    func notUTF8(bytes: [UInt8]) {
        #expect(throws: JSONParseError(reason: .invalidUTF8, offset: 1)) { try JSONValue.parse(Data(bytes)) }
    }

    @Test("Depth is bounded, and a flood of brackets costs nothing")
    func depth() throws {
        let allowed = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
        #expect(try parse(allowed) != .null)
        #expect(throws: JSONParseError(reason: .tooDeep, offset: 32)) { try parse("[" + allowed + "]") }
        let flood = Data(repeating: UInt8(ascii: "["), count: 4_000_000)
        #expect(throws: JSONParseError(reason: .tooDeep, offset: 32)) { try JSONValue.parse(flood) }
        let objects = String(repeating: "{\"a\":", count: 100_000)
        #expect(throws: JSONParseError.self) { try parse(objects) }
    }

    @Test("A slice of other data is read from its own beginning")
    func slice() throws {
        #expect(try JSONValue.parse(Data("xx[7]yy".utf8)[2..<5]) == [7])
    }

    @Test(
        "Whole numbers are recognised in every spelling, others are none",
        arguments: [
            ("7", 7), ("-7", -7), ("7.0", 7), ("70e-1", 7), ("7.5", nil), ("1e400", nil), ("99999999999999999999", nil),
        ] as [(String, Int?)])
    func integers(text: String, value: Int?) throws {
        #expect(try parse(text).integerValue == value)
    }

    @Test("The canonical form does not depend on order and white space")
    func canonical() throws {
        let one = try parse(#"{ "b": {"y":1,"x":2}, "a": [3, 1] }"#)
        let other = try parse(#"{"a":[3,1],"b":{"x":2,"y":1}}"#)
        #expect(one.canonical() == other.canonical())
        #expect(String(decoding: one.canonical(), as: UTF8.self) == #"{"a":[3,1],"b":{"x":2,"y":1}}"#)
        #expect(try parse("[1,3]").canonical() != parse("[3,1]").canonical())
    }

    @Test("The text for people is indented")
    func pretty() throws {
        #expect(
            try parse(#"{"a":[1,{}],"b":[]}"#).pretty() == """
                {
                  "a": [
                    1,
                    {}
                  ],
                  "b": []
                }

                """)
    }

    @Test("Pointers escape tilde and slash")
    func pointer() {
        #expect(JSONPointer.root.appending("a/b").appending(0).appending("m~n").description == "/a~1b/0/m~0n")
        #expect(JSONPointer.root.description.isEmpty)
    }

    @Test("What is written is read back, for a thousand random documents")
    func roundTrip() throws {
        var generator = SeededGenerator(seed: 20_261_124)
        for _ in 0..<1000 {
            let value = JSONValue.random(depth: 5, using: &generator)
            #expect(try JSONValue.parse(value.encoded()) == value)
            #expect(try JSONValue.parse(Data(value.pretty().utf8)) == value)
            #expect(try JSONValue.parse(value.canonical()).canonical() == value.canonical())
        }
    }

    @Test("Random changes of bytes never bring the parser down")
    func mutations() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<3000 {
            var bytes = Array(JSONValue.random(depth: 4, using: &generator).encoded())
            for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            guard let value = try? JSONValue.parse(Data(bytes)) else { continue }
            #expect((try? JSONValue.parse(value.encoded())) == value)
        }
    }
}

extension JSONValue {
    fileprivate static func random(depth: Int, using generator: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &generator) {
        case 0: return .null
        case 1: return .bool(.random(using: &generator))
        case 2:
            let numbers = ["0", "-1", "3.25", "1e9", "-2.5E-3", "12345678901234567890123"]
            return .number(numbers.randomElement(using: &generator) ?? "0")
        case 3: return .string(text(using: &generator))
        case 4:
            let count = Int.random(in: 0...4, using: &generator)
            return .array((0..<count).map { _ in random(depth: depth - 1, using: &generator) })
        default:
            let count = Int.random(in: 0...4, using: &generator)
            return .object(
                (0..<count).map { _ in
                    JSONMember(name: text(using: &generator), value: random(depth: depth - 1, using: &generator))
                })
        }
    }

    private static func text(using generator: inout SeededGenerator) -> String {
        let alphabet: [Character] = ["a", "Z", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\u{7F}", "ß", "é", "م", "😀"]
        let count = Int.random(in: 0...6, using: &generator)
        return String((0..<count).map { _ in alphabet.randomElement(using: &generator) ?? "a" })
    }
}
