import Models

/// What a submission does not tell and case management will ask for.
enum SubmissionGaps {
    /// The keys of the texts for what is missing.
    static func missing(in submission: Submission) -> [String] {
        let contact = submission.client.contact
        let canBeReached = contact.map { !$0.phones.isEmpty || !$0.emails.isEmpty || $0.address != nil } ?? false
        func has(_ axis: LegalSphereAxis) -> Bool { submission.legalSpheres.contains { $0.axis == axis } }
        let gaps: [(String, Bool)] = [
            ("missingBirth", submission.client.birth == nil), ("missingContact", !canBeReached),
            ("missingLanguage", submission.client.languages.isEmpty),
            ("missingInterpreter", submission.client.interpreterNeeded == nil),
            ("missingResidence", !has(.residence)), ("missingLivelihood", !has(.livelihood)),
            ("missingNeeds", submission.needs.isEmpty),
            ("missingConsent", !submission.consents.contains { $0.purpose == "case-management" }),
        ]
        return gaps.filter(\.1).map(\.0)
    }
}
