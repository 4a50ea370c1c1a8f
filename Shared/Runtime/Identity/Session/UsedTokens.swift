import Foundation

/// Which one-time tokens were used. Those from before the start are refused, since nobody knows whether they were.
actor UsedTokens {
    private let startedAt: Date
    private var used: [String: Date] = [:]

    init(startedAt: Date) {
        // Tokens tell whole seconds.
        self.startedAt = Date(timeIntervalSince1970: startedAt.timeIntervalSince1970.rounded(.down))
    }

    /// Uses a token up; whether it could still be used.
    func use(_ token: TokenVerifier.Token, at now: Date) -> Bool {
        used = used.filter { now < $0.value }
        guard let id = token.id, let issuedAt = token.issuedAt, issuedAt >= startedAt,
            token.expiresAt.timeIntervalSince(issuedAt) <= SessionCookies.oneTimeLimit
        else { return false }
        return used.updateValue(token.expiresAt, forKey: id) == nil
    }
}

extension SessionCookies {
    /// How long a one-time address may hold, in seconds.
    static let oneTimeLimit: TimeInterval = 300
}
