import Foundation
import Models
import Pipeline

/// Moves requests from one status to the next, with everything that others learn of it but the receipt.
struct RequestDesk: Sendable {
    /// Intake's own keys.
    let keys: ServiceKeys
    /// CaseHandling's public key.
    let recipient: PublicKey
    /// The ids of the publishers, each of which has a name of its own for every case.
    let publishers: [String]
    /// How long personal data are kept.
    let retention: RequestRetention
    /// How many days before its end livelihood or residence makes a request urgent.
    let urgentDays: Territory.RuleHistory<Int>

    /// Keeps a new request and lets it go its way.
    func begin(
        _ draft: IntakeRequest, on course: Judgement.Course, _ transaction: Transaction
    ) throws -> IntakeRequest {
        var request = draft
        try go(&request, on: course, after: "received", transaction)
        request.countUnasked(from: transaction.today)
        try RequestTable.add(request, in: transaction.database)
        try setTimers(of: request, transaction)
        try publish(request, transaction)
        return request
    }

    /// Lets a request that has another body now go the way of that body.
    func correct(
        _ corrected: IntakeRequest, on course: Judgement.Course, _ transaction: Transaction
    ) throws -> IntakeRequest {
        var request = corrected
        try go(&request, on: course, after: "corrected", transaction)
        if case .redirected(let reason) = course { try drop(&request, by: reason.deletionRule, transaction) }
        return try keep(request, transaction)
    }

    /// Admits a request that waited, if there is a post now; `nil` where it waits on.
    func admitWaiting(_ request: IntakeRequest, _ transaction: Transaction) throws -> IntakeRequest? {
        guard let choice = try choose(for: request, transaction) else { return nil }
        var request = request
        try admit(&request, to: choice, after: nil, transaction)
        return try keep(request, transaction)
    }

    /// Does what clearing staff decided; whoever is admitted may still have to wait for a post.
    func decide(
        _ decision: ClearingDecision, on request: IntakeRequest, _ transaction: Transaction
    ) throws -> IntakeRequest {
        var request = request
        switch decision.agreement {
        case true?: request.unaskedSince = nil
        case false? where decision.outcome == .parked:
            request.unaskedSince = request.unaskedSince ?? transaction.today
        case false?, nil: break
        }
        if decision.outcome == .admitted {
            try go(&request, on: .toPost, after: nil, transaction)
        } else {
            try request.state.enter(
                decision.outcome, because: decision.reason.flatMap(ReasonCode.init), to: decision.targetKind,
                after: nil, transaction)
        }
        let declined = ReasonCode.participationDeclined
        if decision.reason == declined.rawValue { try drop(&request, by: declined.deletionRule, transaction) }
        return try keep(request, transaction)
    }

    /// Ends a request that will be no case; what the publisher told of the person is destroyed with its key.
    func end(
        _ request: IntakeRequest, as status: RequestState.Status, because reason: ReasonCode,
        _ transaction: Transaction
    ) throws -> IntakeRequest {
        var request = request
        try drop(&request, by: reason.deletionRule, transaction)
        try request.state.enter(status, because: reason, after: nil, transaction)
        return try keep(request, transaction)
    }

    /// Destroys what the publisher told of the person, with its key; nobody else sees a difference.
    ///
    /// - Parameter rule: the rule that asks for it.
    func dropContent(of request: IntakeRequest, by rule: String, _ transaction: Transaction) throws {
        var request = request
        try drop(&request, by: rule, transaction)
        try RequestTable.update(request, in: transaction.database)
        try setTimers(of: request, transaction)
    }

    private func drop(_ request: inout IntakeRequest, by rule: String, _ transaction: Transaction) throws {
        guard request.content != nil else { return }
        request.content = nil
        let (requestID, database) = (request.state.requestId, transaction.database)
        try PersonDesk.forget(requestID, in: database)
        try DeletionRecordTable.add(requestID, by: rule, on: transaction.today, in: database)
    }

    private func keep(_ changed: IntakeRequest, _ transaction: Transaction) throws -> IntakeRequest {
        var request = changed
        request.countUnasked(from: transaction.today)
        try RequestTable.update(request, in: transaction.database)
        try setTimers(of: request, transaction)
        try publish(request, transaction)
        return request
    }

    private func setTimers(of request: IntakeRequest, _ transaction: Transaction) throws {
        try retention.follow(request, transaction)
        try followUrgency(of: request, transaction)
    }

    func publish(_ request: IntakeRequest, _ transaction: Transaction) throws {
        try transaction.emit(request.state, to: Topics.requests, key: request.state.requestId)
    }

    // MARK: - Ways

    private func go(
        _ request: inout IntakeRequest, on course: Judgement.Course, after change: String?,
        _ transaction: Transaction
    ) throws {
        switch course {
        case .toPost:
            if let choice = try choose(for: request, transaction) {
                return try admit(&request, to: choice, after: change, transaction)
            }
            try request.state.enter(.waiting, because: .postVacant, after: change, transaction)
        case .parked(let reason): try request.state.enter(.parked, because: reason, after: change, transaction)
        case .redirected(let reason):
            try request.state.enter(
                .redirected, because: reason, to: ClearingRules.unmetDemandTarget, after: change, transaction)
        case .withdrawn(let reason): try request.state.enter(.withdrawn, because: reason, after: change, transaction)
        }
    }

    private func choose(for request: IntakeRequest, _ transaction: Transaction) throws -> PostChoice? {
        try PostChoice.choose(
            for: request.municipality, household: request.household?.key, person: request.state.requestId,
            on: transaction.today, in: transaction.database
        ) { try request.submission(with: keys)?.preferredLanguages ?? [] }
    }

    private func admit(
        _ request: inout IntakeRequest, to choice: PostChoice, after change: String?, _ transaction: Transaction
    ) throws {
        try handOver(request, to: choice.post, transaction)
        try ClearingTable.note(choice, for: request.state.requestId, in: transaction.database)
        request.state.caseId = request.caseID
        for publisher in publishers {
            try ClientNameTable.add(
                ClientName(handleOf: request.caseID, for: publisher, under: keys.identity),
                of: request.state.requestId, in: transaction.database)
        }
        try CaseLoad.admit(request.caseID, to: choice.post.postId, in: transaction.database)
        try request.state.enter(.admitted, because: nil, after: change, transaction)
    }
}

extension RequestState {
    /// Raises the version because of something that is no status.
    mutating func change(_ name: String, _ transaction: Transaction) throws {
        version = try transaction.nextVersion(after: version, on: Topics.requests, key: requestId)
        changes = [name]
    }

    /// Raises the version, and appends the status where it is another than before, or has another reason.
    fileprivate mutating func enter(
        _ status: Status, because reason: ReasonCode?, to targetKind: String? = nil, after change: String?,
        _ transaction: Transaction
    ) throws {
        version = try transaction.nextVersion(after: version, on: Topics.requests, key: requestId)
        changes = [change].compactMap { $0 }
        let reasons = reason.map { [$0.rawValue] } ?? []
        let last = states.inForce.last
        guard last?.state != status || last?.reasons != reasons else { return }
        changes.append(status.rawValue)
        states.append(
            StateEntry(
                state: status, reasons: reasons, targetKind: targetKind, on: transaction.today,
                recordedAt: Timestamp(transaction.now)))
    }
}
