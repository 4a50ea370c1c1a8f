import Testing

/// Waits until `condition` holds, looking at it every few milliseconds; records an issue when it does not hold in time.
///
/// The only place in the tests that waits by the clock.
///
/// - Returns: whether the condition came to hold.
@discardableResult
public func eventually(
    within limit: Duration = .seconds(30),
    _ comment: @autoclosure () -> Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation,
    isolation: isolated (any Actor)? = #isolation,
    _ condition: () async throws -> Bool
) async rethrows -> Bool {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    while true {
        if try await condition() { return true }
        guard clock.now < deadline, !Task.isCancelled else { break }
        try? await clock.sleep(for: .milliseconds(5))
    }
    Issue.record(comment() ?? "The condition did not hold within \(limit)", sourceLocation: sourceLocation)
    return false
}
