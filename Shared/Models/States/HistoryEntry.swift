/// An entry of a dated history. Entries are appended; a correction is an entry that names what it replaces.
///
/// The business date stands under the entry's own name (`on`, `from`, `closedOn`). The end of something (`to`,
/// `endedOn`, `reopenedOn`) is filled in when it comes: that is no correction.
public protocol HistoryEntry {
    /// When it was written down.
    var recordedAt: Timestamp { get }
    /// The index, in the same list, of the entry that this one corrects.
    var replaces: Int? { get }
}

extension Array where Element: HistoryEntry {
    /// The entries that hold. A correction stands in the place of the entry that it corrects, so that the order stays
    /// that of what happened.
    public var inForce: [Element] {
        guard contains(where: { $0.replaces != nil }) else { return self }
        var holding: [Element] = []
        var places: [Int] = []
        for entry in self {
            if let replaced = entry.replaces, places.indices.contains(replaced) {
                holding[places[replaced]] = entry
                places.append(places[replaced])
            } else {
                places.append(holding.count)
                holding.append(entry)
            }
        }
        return holding
    }
}
