import Foundation
import Models

/// Where a value of an event comes from: a column, or the map itself.
struct ImportField: Equatable {
    /// The column; `nil` for a constant.
    var column: String?
    /// What stands there whatever the list says, or where the cell is empty; `nil`: an empty cell leaves the place out.
    var constant: JSONValue?
    /// The value is left out where this column is empty.
    var condition: String?
    /// What parts the items of a list within a cell.
    var separator: String?
    var conversion = CellConversion.text

    /// The columns that decide on the value.
    var columns: [String] { [column, condition].compactMap { $0 } }

    /// The value for a row; `nil` where it is left out.
    ///
    /// - Parameter cell: the trimmed text of a column.
    func value(_ cell: (String) -> String) -> JSONValue? {
        if let condition, cell(condition).isEmpty { return nil }
        let text = column.map(cell) ?? ""
        guard !text.isEmpty else { return constant }
        guard let separator else { return conversion.value(text) }
        let items = text.components(separatedBy: separator).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        return .array(items.filter { !$0.isEmpty }.map(conversion.value))
    }
}
