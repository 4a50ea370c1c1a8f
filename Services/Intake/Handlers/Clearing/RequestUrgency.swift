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
    /// or residence that ends within the configured days with nothing to follow it.
    ///
    /// - Parameter days: how many days before its end a sphere becomes urgent.
    static func of(_ submission: Submission, on day: LocalDate, within days: Int) -> RequestUrgency? {
        if let told = submission.urgency, told.level == .urgent, let reason = told.reason {
            return RequestUrgency(reason: reason, by: told.by)
        }
        let last = day.adding(days: days)
        return [(LegalSphereAxis.livelihood, "coverage-gap"), (.residence, "residence-deadline")]
            .compactMap { axis, reason in
                end(of: axis, in: submission, from: day, to: last).map { RequestUrgency(reason: reason, by: $0) }
            }
            .min { ($0.by ?? last) < ($1.by ?? last) }
    }

    /// The last day of an axis that lies in these days and behind which there is no other sphere.
    private static func end(
        of axis: LegalSphereAxis, in submission: Submission, from first: LocalDate, to last: LocalDate
    ) -> LocalDate? {
        let spheres = submission.legalSpheres.filter { $0.axis == axis }
        let ends = spheres.compactMap(\.lastDay)
        guard ends.count == spheres.count, let end = ends.max(), end >= first, end <= last else { return nil }
        return end
    }
}
