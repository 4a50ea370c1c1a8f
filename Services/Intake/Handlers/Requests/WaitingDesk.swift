import Models
import Pipeline

/// Admits requests that wait for a post as soon as one of their municipality is occupied, and tells their publishers.
struct WaitingDesk: Sendable {
    /// The timer that fires at the beginning of the next day on which a post is filled or its holder is back.
    static let timer = "post-available"

    /// Under whose id key handles are made.
    let identity: IdentityKey
    /// What moves requests.
    let requests: RequestDesk

    /// Takes over a post as it is now published.
    func postChanged(_ post: PostState, _ transaction: Transaction) throws {
        try PostTable.put(post, in: transaction.database)
        try postAvailable(post.postId, transaction)
    }

    /// Forgets a post.
    func postRemoved(_ postID: String, _ transaction: Transaction) throws {
        try PostTable.remove(postID, in: transaction.database)
        try transaction.cancel(WaitingDesk.timer, for: postID)
    }

    /// Admits who waits for a post that may be available by now, and sets the timer for its next change.
    func postAvailable(_ postID: String, _ transaction: Transaction) throws {
        guard let post = try PostTable.post(postID, in: transaction.database) else {
            return try transaction.cancel(WaitingDesk.timer, for: postID)
        }
        if let day = post.nextAvailability(after: transaction.today) {
            try transaction.schedule(WaitingDesk.timer, for: postID, at: day.start)
        } else {
            try transaction.cancel(WaitingDesk.timer, for: postID)
        }
        try admitWaiting(in: post.municipalities, transaction)
    }

    private func admitWaiting(in municipalities: [String], _ transaction: Transaction) throws {
        let waiting = try municipalities.flatMap { try RequestTable.waiting(in: $0, transaction.database) }
            .sorted { $0.workPlace ?? "" < $1.workPlace ?? "" }
        for request in waiting {
            if let admitted = try requests.admitWaiting(request, transaction) {
                try FurtherReceipt.tell(of: admitted, under: identity, transaction)
            }
        }
    }
}

extension PostState {
    /// The first later day on which an occupation begins or a leave is over; `nil` where nothing is planned.
    func nextAvailability(after day: LocalDate) -> LocalDate? {
        let begins = occupied.inForce.map(\.from) + leave.inForce.compactMap { $0.to?.adding(days: 1) }
        return begins.filter { $0 > day }.min()
    }
}
