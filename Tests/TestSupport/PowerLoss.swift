import Foundation

/// What a power loss leaves on the disk, after the model of SQLite's own crash tests (test6.c): what was synced is
/// there; of every file's other writes an arbitrary part is, in arbitrary order, torn at sectors, some of them rubbish.
/// Names made or deleted since the folder was synced may be as they were before.
extension DiskLog {
    private static let sector = 512

    private struct File {
        var durable = Data()
        var pending: [Change] = []
    }

    private enum Change {
        case write(at: Int, Data)
        case truncate(Int)
    }

    private enum Entry {
        case create(String, Int)
        case delete(String)
    }

    /// The files, by name, as they are found when the power failed behind so many changes.
    ///
    /// - Parameter seed: decides what of the unsynced is there; the same seed leaves the same.
    public func afterPowerLoss(at count: Int, seed: UInt64) -> [String: Data] {
        var files: [Int: File] = [:]
        var names: [String: Int] = [:]
        var entries: [Entry] = []
        func syncFolder() {
            DiskLog.apply(entries[...], to: &names)
            entries = []
        }
        for step in steps(before: count) {
            switch step {
            case .create(let file, let name):
                files[file] = File()
                entries.append(.create(name, file))
            case .write(let file, let at, let bytes): files[file]?.pending.append(.write(at: at, bytes))
            case .truncate(let file, let size): files[file]?.pending.append(.truncate(size))
            case .sync(let file, let withFolder):
                DiskLog.apply(files[file]?.pending ?? [], to: &files[file, default: File()].durable)
                files[file]?.pending = []
                if withFolder { syncFolder() }
            case .delete(let name, let withFolder):
                entries.append(.delete(name))
                if withFolder { syncFolder() }
            }
        }
        var random = SeededGenerator(seed: seed &+ UInt64(count) &* 0x9E37_79B9)
        DiskLog.apply(entries.prefix(Int.random(in: 0...entries.count, using: &random)), to: &names)
        return names.sorted { $0.key < $1.key }.reduce(into: [:]) { image, name in
            image[name.key] = files[name.value].map { DiskLog.remains(of: $0, using: &random) }
        }
    }

    private static func apply(_ entries: ArraySlice<Entry>, to names: inout [String: Int]) {
        for entry in entries {
            switch entry {
            case .create(let name, let file): names[name] = file
            case .delete(let name): names[name] = nil
            }
        }
    }

    private static func apply(_ changes: [Change], to bytes: inout Data) {
        for change in changes {
            switch change {
            case .write(let at, let written):
                if bytes.count < at + written.count { bytes.count = at + written.count }
                bytes.replaceSubrange(at..<at + written.count, with: written)
            case .truncate(let size): bytes.count = size
            }
        }
    }

    private static func remains(of file: File, using random: inout SeededGenerator) -> Data {
        var bytes = file.durable
        switch Int.random(in: 0..<4, using: &random) {
        case 0: break
        case 1: apply(file.pending, to: &bytes)
        case 2: apply(file.pending.filter { _ in Bool.random(using: &random) }, to: &bytes)
        default:
            let kept = file.pending.flatMap { torn($0, using: &random) }
            apply(kept.shuffled(using: &random), to: &bytes)
        }
        return bytes
    }

    /// The sectors of a write, each there, missing or rubbish by itself.
    private static func torn(_ change: Change, using random: inout SeededGenerator) -> [Change] {
        guard case .write(let at, let bytes) = change else { return Bool.random(using: &random) ? [change] : [] }
        var kept: [Change] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, ((at + start) / sector + 1) * sector - at)
            switch Int.random(in: 0..<8, using: &random) {
            case 0..<5: kept.append(.write(at: at + start, bytes.subdata(in: start..<end)))
            case 5:
                let rubbish = (start..<end).map { _ in UInt8.random(in: .min ... .max, using: &random) }
                kept.append(.write(at: at + start, Data(rubbish)))
            default: break
            }
            start = end
        }
        return kept
    }
}
