/// Why an event was answered as it was: the stable codes of receipts (contracts 4). Texts: `Data/reasons.yaml`.
public enum ReasonCode: String, Sendable, Hashable, Codable, CaseIterable {
    // The document
    case invalidJSON = "invalid-json"
    case missingField = "missing-field"
    case wrongType = "wrong-type"
    case tooShort = "too-short"
    case tooLong = "too-long"
    case tooFew = "too-few"
    case tooMany = "too-many"
    case invalidFormat = "invalid-format"
    case charactersNotPermitted = "characters-not-permitted"
    case notNormalized = "not-normalized"
    case outOfRange = "out-of-range"
    case unknownCode = "unknown-code"
    case codeNotValidOnDate = "code-not-valid-on-date"
    case duplicateField = "duplicate-field"
    case duplicateValue = "duplicate-value"
    case unknownField = "unknown-field"

    // The event and its publisher
    case unknownEventType = "unknown-event-type"
    case timeMissing = "time-missing"
    case idReused = "id-reused"
    case sourceNotPermitted = "source-not-permitted"
    case eventTypeNotPermitted = "event-type-not-permitted"
    case noteNotPermitted = "note-not-permitted"
    case legalBasisNotPermitted = "legal-basis-not-permitted"

    // What its fields say together
    case dateInFuture = "date-in-future"
    case periodReversed = "period-reversed"
    case transmissionMissing = "transmission-missing"
    case participationDeclined = "participation-declined"
    case representationRequired = "representation-required"
    case addressBlockedWithAddress = "address-blocked-with-address"
    case overlappingResidence = "overlapping-residence"
    case overlappingLivelihood = "overlapping-livelihood"
    case januaryFirstYearOnly = "january-first-year-only"
    case notAnEmergencyService = "not-an-emergency-service"

    // Clearing
    case participationToBeAsked = "participation-to-be-asked"
    case participationUnanswered = "participation-unanswered"
    case awaitingDecision = "awaiting-decision"
    case unknownMunicipality = "unknown-municipality"
    case noKIMOffer = "no-kim-offer"
    case postVacant = "post-vacant"
    case duplicate
    case adviceSufficient = "advice-sufficient"
    case regularService = "regular-service"
    case otherCaseManagement = "other-case-management"
    case notTargetGroup = "not-target-group"
    case notReached = "not-reached"

    // Withdrawal
    case consentWithdrawn = "consent-withdrawn"
    case sentInError = "sent-in-error"
    case wrongPerson = "wrong-person"
    case noLongerNeeded = "no-longer-needed"
    case erased

    /// The German sentence, its placeholders replaced; the code itself where the table has none.
    public func german(_ details: [String: String] = [:]) -> String {
        ReasonTexts.filled(ReasonTexts.table[rawValue]?.german ?? rawValue, details)
    }

    /// The English sentence, its placeholders replaced; the code itself where the table has none.
    public func english(_ details: [String: String] = [:]) -> String {
        ReasonTexts.filled(ReasonTexts.table[rawValue]?.english ?? rawValue, details)
    }
}
