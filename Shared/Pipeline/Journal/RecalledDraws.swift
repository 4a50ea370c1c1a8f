import Foundation
import Synchronization

/// What the journal knows to have been drawn and the store does not: a restore takes these values, so that it ends with
/// the same keys.
final class RecalledDraws: Sendable {
    private let values = Mutex<[Draw: Data]>([:])

    subscript(draw: Draw) -> Data? { values.withLock { $0[draw] } }

    func replace(with recalled: [Draw: Data]) {
        values.withLock { $0 = recalled }
    }
}
