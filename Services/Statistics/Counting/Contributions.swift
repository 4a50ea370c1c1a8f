import Models

/// The contributions of an aggregate's state to the indicators.
enum Contributions {
    /// What a request adds: when it was received (I1) and how it was decided (I2).
    static func of(_ state: RequestState) -> [Contribution] {
        guard !leavesNothing(state) else { return [] }
        var contributions = [
            Contribution.event(
                .requests, on: state.receivedOn, in: state.municipality, codes: codes(.accessRoute, state.accessRoute))
        ]
        if let decision = state.decision, let outcome = outcome(of: decision) {
            contributions.append(
                .event(.decisions, on: decision.on, in: state.municipality, codes: [.outcome: outcome.rawValue]))
        }
        return contributions
    }

    /// What a case adds: the times in which it is open (B1), and each coming and going (B2).
    static func of(_ state: CaseState) -> [Contribution] {
        let places = Places(state.responsibilities.inForce)
        let person = codes(.ageGroup, state.ageGroup)
            .merging(codes(.gender, state.gender.flatMap { Dimension.brokenDownGenders.contains($0) ? $0 : nil })) {
                $1
            }
        return Episode.all(of: state).flatMap { episode in
            guard episode.counts else { return [] as [Contribution] }
            return contributions(of: episode, places, person)
        }
    }

    private static func contributions(of episode: Episode, _ places: Places, _ person: Codes) -> [Contribution] {
        let stays = places.stays(from: episode.start, until: episode.end)
        var contributions = stays.compactMap { stay -> Contribution? in
            // Opened and closed on one day: it was never open at the end of a day.
            guard stay.lastDay.map({ $0 >= stay.firstDay }) ?? true else { return nil }
            return Contribution(
                indicator: .stock, firstDay: stay.firstDay, lastDay: stay.lastDay, municipality: stay.municipality,
                codes: person)
        }
        func add(_ flow: Flow, _ day: LocalDate, _ municipality: String?, from counterpart: String? = nil) {
            contributions.append(
                .event(
                    .flows, on: day, in: municipality, from: counterpart,
                    codes: person.merging([.flow: flow.rawValue]) { $1 }))
        }
        add(episode.begin, episode.start, stays.first?.municipality)
        for (before, after) in zip(stays, stays.dropFirst()) {
            add(.movedOut, after.firstDay, before.municipality, from: after.municipality)
            add(.movedIn, after.firstDay, after.municipality, from: before.municipality)
        }
        if let end = episode.end { add(.outflow, end, stays.last?.municipality) }
        return contributions
    }

    /// Sent in error or about another person: it never was a request (design 3).
    private static func leavesNothing(_ state: RequestState) -> Bool {
        guard let decision = state.decision, decision.state == .withdrawn else { return false }
        return decision.reasons.contains { [.sentInError, .wrongPerson].contains(ReasonCode(rawValue: $0)) }
    }

    private static func outcome(of decision: RequestState.StateEntry) -> Outcome? {
        switch decision.state {
        case .admitted: .admitted
        case .advised: .advised
        case .redirected: decision.reasons.contains(ReasonCode.noKIMOffer.rawValue) ? .noOffer : .redirected
        case .rejected: .rejected
        case .withdrawn: .withdrawn
        case .parked, .waiting: nil
        }
    }

    private static func codes(_ dimension: Dimension, _ code: String?) -> Codes {
        code.map { [dimension: $0] } ?? [:]
    }
}
