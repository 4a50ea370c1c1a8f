import Crypto
import Foundation

/// The end of a release: it comes after its last figure and says what the whole current set is (contracts 6).
public struct Release: EventBody, Equatable {
    /// `de.kim.statistics.release.v1`.
    public static let eventType = "de.kim.statistics.release.v1"

    /// The release's id.
    public var release: String
    /// Whether it may still change.
    public var status: ReleaseStatus
    /// The revision, from 1.
    public var revision: Int
    /// The number of figures in the whole current set.
    public var figures: Int
    /// The checksum of the whole current set, see ``checksum(of:)``.
    public var checksum: String
    /// The keys that are no longer offered; their tombstones came before.
    @OrEmpty public var withdrawnKeys: [String]
    /// The version of each codelist used.
    @OrEmpty public var codelists: [String: String]
    /// The version of each counting rule used.
    @OrEmpty public var rules: [String: String]
    /// When it was published.
    public var publishedAt: Timestamp

    /// A release marker with these fields.
    public init(
        release: String, status: ReleaseStatus, revision: Int, figures: Int, checksum: String,
        withdrawnKeys: [String] = [], codelists: [String: String] = [:], rules: [String: String] = [:],
        publishedAt: Timestamp
    ) {
        self.release = release
        self.status = status
        self.revision = revision
        self.figures = figures
        self.checksum = checksum
        self.withdrawnKeys = withdrawnKeys
        self.codelists = codelists
        self.rules = rules
        self.publishedAt = publishedAt
    }
}

/// Whether a release may still change.
public enum ReleaseStatus: String, Codable, Sendable, CaseIterable {
    /// Corrections may come in a revision.
    case provisional
    /// Closed.
    case final
}

extension Release {
    /// The record key of a release marker.
    public static func key(of release: String) -> String { "release;\(release)" }

    /// The record key of this marker.
    public var key: String { Release.key(of: release) }

    /// The checksum of a set of figures, as a reader computes it: SHA-256 in lower-case hexadecimal over one line per
    /// figure, the lines sorted by their bytes. A line is the key, a tab, the value with two decimals (nothing for
    /// null), a tab, the value state, a line feed.
    public static func checksum(of figures: some Sequence<Figure>) -> String {
        let lines = figures.map { figure in
            let value = figure.value.map { String(format: "%.2f", $0) } ?? ""
            return Data("\(figure.key)\t\(value)\t\(figure.valueState.rawValue)\n".utf8)
        }
        var hash = SHA256()
        for line in lines.sorted(by: { $0.lexicographicallyPrecedes($1) }) { hash.update(data: line) }
        return hash.finalize().map { String(format: "%02x", $0) }.joined()
    }
}
