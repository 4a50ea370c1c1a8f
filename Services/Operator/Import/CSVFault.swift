/// Why a list cannot be read: the place and never the content, which is personal data.
struct CSVFault: Error, Equatable, CustomStringConvertible {
    /// The line of the file, from 1.
    var line: Int
    /// The character of the line, from 1.
    var column: Int
    var problem: String

    var description: String { "line \(line), character \(column): \(problem)" }
}

/// Line and character of a text; a line ends with CR LF, LF or CR.
struct TextPlace {
    private(set) var line = 1
    private(set) var column = 1

    /// Goes behind a scalar.
    mutating func pass(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) {
        let endsLine = scalar == "\n" || (scalar == "\r" && next != "\n")
        (line, column) = endsLine ? (line + 1, 1) : (line, column + 1)
    }
}
