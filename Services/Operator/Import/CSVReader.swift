/// A row of a list.
struct CSVRecord: Equatable {
    /// The line of the file on which it begins, from 1.
    var line: Int
    var cells: [String]
}

/// Reads comma-separated values after RFC 4180, with any separator and any line end. A quotation mark within a cell
/// that does not begin with one is text.
struct CSVReader {
    private static let quote: Unicode.Scalar = "\""

    private let scalars: [Unicode.Scalar]
    private let separator: Unicode.Scalar
    private var position = 0
    private var place = TextPlace()

    /// The rows of a text; rows without any content, as spreadsheets leave them behind, are passed over.
    ///
    /// - Parameter separator: the one of `;`, `,` and tab that the first line has most of where absent.
    /// - Throws: where quotation marks do not fit.
    static func records(_ text: String, separator: Unicode.Scalar? = nil) throws(CSVFault) -> [CSVRecord] {
        var reader = CSVReader(text, separator ?? likelySeparator(of: text))
        var records: [CSVRecord] = []
        while let record = try reader.record() {
            if record.cells.contains(where: { !$0.allSatisfy(\.isWhitespace) }) { records.append(record) }
        }
        return records
    }

    private static func likelySeparator(of text: String) -> Unicode.Scalar {
        var counts: [Unicode.Scalar: Int] = [:]
        var isQuoted = false
        for scalar in text.unicodeScalars {
            if scalar == quote { isQuoted.toggle() }
            guard !isQuoted else { continue }
            if isLineEnd(scalar) { break }
            counts[scalar, default: 0] += 1
        }
        // The first of equals: the semicolon, as spreadsheets set to German write.
        let candidates: [Unicode.Scalar] = [";", ",", "\t"]
        return candidates.max { counts[$0, default: 0] < counts[$1, default: 0] } ?? ";"
    }

    private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\r" }

    private init(_ text: String, _ separator: Unicode.Scalar) {
        (scalars, self.separator) = (Array(text.unicodeScalars), separator)
    }

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func take() -> Unicode.Scalar? {
        guard let scalar = next else { return nil }
        position += 1
        place.pass(scalar, before: next)
        return scalar
    }

    private mutating func record() throws(CSVFault) -> CSVRecord? {
        guard next != nil else { return nil }
        var record = CSVRecord(line: place.line, cells: [try cell()])
        while next == separator {
            _ = take()
            record.cells.append(try cell())
        }
        if take() == "\r", next == "\n" { _ = take() }
        return record
    }

    private mutating func cell() throws(CSVFault) -> String {
        if next == CSVReader.quote { return try quotedCell() }
        var text = String.UnicodeScalarView()
        while let scalar = next, scalar != separator, !CSVReader.isLineEnd(scalar) {
            text.append(scalar)
            _ = take()
        }
        return String(text)
    }

    private mutating func quotedCell() throws(CSVFault) -> String {
        let opening = place
        _ = take()
        var text = String.UnicodeScalarView()
        while let scalar = take() {
            guard scalar == CSVReader.quote else {
                text.append(scalar)
                continue
            }
            if next == CSVReader.quote {
                text.append(CSVReader.quote)
                _ = take()
                continue
            }
            if let behind = next, behind != separator, !CSVReader.isLineEnd(behind) {
                throw CSVFault(
                    line: place.line, column: place.column, problem: "text behind a closing quotation mark")
            }
            return String(text)
        }
        throw CSVFault(
            line: opening.line, column: opening.column, problem: "this quotation mark is never closed")
    }
}
