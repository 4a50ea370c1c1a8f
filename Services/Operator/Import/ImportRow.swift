import Foundation
import Models

/// A row of a list and the event that it becomes.
struct ImportRow {
    /// The line of the list on which it begins.
    var line: Int
    /// The id of the event: the same for the same row, whenever it is imported.
    var id: String
    /// The event in structured mode.
    var event: JSONValue
    /// Where the columns went.
    var places: [ImportPlace]
    /// Why it cannot be an event of its own, however good it is.
    var faults: [ImportIssue]

    /// The columns behind a place of the body: those of the value there or around it, else those of all values in it.
    func columns(behind pointer: String) -> [String] {
        guard !pointer.isEmpty else { return [] }
        let around = places.filter { place in
            let text = place.pointer.description
            return pointer == text || pointer.hasPrefix(text + "/")
        }
        let found = around.isEmpty ? places.filter { $0.pointer.description.hasPrefix(pointer + "/") } : around
        return found.flatMap(\.columns).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}

/// One thing that is wrong with a row, or only remarkable: a code, a place of the body, columns. Never what stands
/// there.
struct ImportIssue: Equatable {
    var code: String
    var pointer: String?
    var columns: [String] = []

    var description: String {
        let place = columns.isEmpty ? pointer.flatMap { $0.isEmpty ? nil : $0 } : columns.joined(separator: ", ")
        return place.map { "\(code) (\($0))" } ?? code
    }
}

/// A list that fits its map.
struct ImportList {
    var rows: [ImportRow]

    /// Makes an event of every row.
    ///
    /// - Parameter time: the `time` of the events.
    /// - Throws: the first column that the list does not have, with the line of the map.
    init(_ records: [CSVRecord], _ map: ImportMap, time: Date) throws(Failure) {
        guard let header = records.first?.cells.map(ImportList.trimmed) else { throw Failure("the list is empty") }
        var indices: [String: Int] = [:]
        for column in map.columns {
            let found = header.indices.filter { header[$0] == column.name }
            guard found.count == 1, let index = found.first else {
                let problem = found.isEmpty ? "the list has no column" : "the list has more than one column"
                throw Failure("line \(column.line) of the map: \(problem) \"\(column.name)\"")
            }
            indices[column.name] = index
        }
        rows = []
        var lines: [String: Int] = [:]
        for record in records.dropFirst() {
            var row = ImportList.row(record, map, indices, time)
            if record.cells.count != header.count { row.faults.append(ImportIssue(code: "number-of-cells")) }
            if let first = lines[row.id] {
                row.faults.append(ImportIssue(code: "same-id-as-line-\(first)", columns: map.idColumns))
            } else if row.faults.isEmpty {
                lines[row.id] = record.line
            }
            rows.append(row)
        }
    }

    private static func row(
        _ record: CSVRecord, _ map: ImportMap, _ indices: [String: Int], _ time: Date
    ) -> ImportRow {
        func cell(_ column: String) -> String {
            guard let index = indices[column], index < record.cells.count else { return "" }
            return trimmed(record.cells[index])
        }
        var places: [ImportPlace] = []
        let body = map.body.value(&places, cell) ?? .object([])
        var faults: [ImportIssue] = []
        var idColumns = map.idColumns
        if idColumns.isEmpty {
            idColumns = Set(map.columns.map(\.name)).sorted()
        } else if idColumns.allSatisfy({ cell($0).isEmpty }) {
            faults.append(ImportIssue(code: "no-id", columns: idColumns))
        }
        // Ids stand in receipts and logs, so that they are never what stands in the list.
        let parts = [map.source] + idColumns.flatMap { [$0, cell($0)] }
        let id = DerivedID.digest(of: JSONValue.array(parts.map { .string($0) }).encoded())
        let event = Envelope(
            id: id, source: map.source, type: Submission.eventType, time: Instant.text(time), data: body.encoded())
        return ImportRow(line: record.line, id: id, event: event.structured, places: places, faults: faults)
    }

    private static func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }
}
