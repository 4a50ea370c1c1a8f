import Models

/// Why a request goes before others: what the publisher says, or what the legal spheres tell by themselves.
struct RequestUrgency: Codable, Sendable, Equatable {
    /// Why (codelist `urgency-reasons`).
    let reason: String
    /// The day by which something must happen; `nil` where none is known.
    let by: LocalDate?

    /// The urgency of a submission on a day; `nil` for the usual order.
    ///
    /// Urgent are loss of housing, a deadline of the residence, health cover, as the publisher tells; and a livelihood
    /// or residence with nothing to follow it that ends within the configured days, or has ended: nobody becomes less
    /// urgent by waiting.
    ///
    /// - Parameter days: how many days before its end a sphere becomes urgent.
    static func of(_ submission: Submission, on day: LocalDate, within days: Int) -> RequestUrgency? {
        if let told = submission.urgency, told.level == .urgent, let reason = told.reason {
            return RequestUrgency(reason: reason, by: told.by)
        }
        let last = day.adding(days: days)
        return [(LegalSphereAxis.livelihood, "coverage-gap"), (.residence, "residence-deadline")]
            .compactMap { axis, reason in
                end(of: axis, in: submission).map { RequestUrgency(reason: reason, by: $0) }
            }
            .filter { ($0.by ?? last) <= last }
            .min { ($0.by ?? last) < ($1.by ?? last) }
    }

    /// The first later day on which the urgency of a submission is another one; `nil` where it stays.
    static func nextChange(
        of submission: Submission, after day: LocalDate, within days: Territory.RuleHistory<Int>
    ) -> LocalDate? {
        func urgency(on day: LocalDate) -> RequestUrgency? { of(submission, on: day, within: days.value(on: day)) }
        let ends = [LegalSphereAxis.livelihood, .residence].compactMap { end(of: $0, in: submission) }
        let candidates = days.versions.flatMap { version in
            [version.validFrom] + ends.map { $0.adding(days: -version.value) }
        }
        let now = urgency(on: day)
        return candidates.filter { $0 > day }.sorted().first { urgency(on: $0) != now }
    }

    /// The last day of an axis, behind which there is no other sphere.
    private static func end(of axis: LegalSphereAxis, in submission: Submission) -> LocalDate? {
        let spheres = submission.legalSpheres.filter { $0.axis == axis }
        let ends = spheres.compactMap(\.lastDay)
        return ends.count == spheres.count ? ends.max() : nil
    }
}
