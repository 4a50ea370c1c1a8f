import Foundation
import Models

/// How the bytes of a list stand for characters.
enum TextEncoding: String, CaseIterable {
    case utf8 = "utf-8"
    case windows1252 = "windows-1252"
    case latin1 = "iso-8859-1"

    private static let byteOrderMark = Data([0xEF, 0xBB, 0xBF])
    /// Bytes that Windows-1252 leaves undefined.
    private static let undefined: Set<UInt8> = [0x81, 0x8D, 0x8F, 0x90, 0x9D]

    /// The text, without a byte order mark.
    ///
    /// - Throws: the place of the first byte that stands for no character.
    func text(of bytes: Data) throws(CSVFault) -> String {
        let hasMark = self == .utf8 && bytes.starts(with: TextEncoding.byteOrderMark)
        let content = hasMark ? Data(bytes.dropFirst(TextEncoding.byteOrderMark.count)) : bytes
        let invalid =
            switch self {
            case .utf8: content.withUnsafeBytes { UTF8Check.firstInvalidOffset(in: $0) }
            case .windows1252: content.firstIndex { TextEncoding.undefined.contains($0) }
            case .latin1: Int?.none
            }
        if let invalid { throw fault(behind: try decoded(content.prefix(invalid))) }
        return try decoded(content)
    }

    private func decoded(_ bytes: Data) throws(CSVFault) -> String {
        let encoding: String.Encoding =
            switch self {
            case .utf8: .utf8
            case .windows1252: .windowsCP1252
            case .latin1: .isoLatin1
            }
        guard let text = String(data: bytes, encoding: encoding) else { throw fault(behind: "") }
        return text
    }

    private func fault(behind text: String) -> CSVFault {
        var place = TextPlace()
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            place.pass(scalar, before: index + 1 < scalars.count ? scalars[index + 1] : nil)
        }
        let others = TextEncoding.allCases.filter { $0 != self }.map(\.rawValue).joined(separator: ", ")
        return CSVFault(
            line: place.line, column: place.column,
            problem: "not \(rawValue); the key encoding of the map may say: \(others)")
    }
}
