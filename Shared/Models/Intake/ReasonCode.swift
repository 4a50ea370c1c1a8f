/// Why an event was answered as it was: the stable codes of receipts (contracts 4). Texts: `Data/reasons.yaml`.
public enum ReasonCode: String, Sendable, Hashable, Codable, CaseIterable {
    // The document
    /// The data are no JSON.
    case invalidJSON = "invalid-json"
    /// A required field is missing.
    case missingField = "missing-field"
    /// Another JSON type is expected.
    case wrongType = "wrong-type"
    /// A text is too short, or only white space.
    case tooShort = "too-short"
    /// A text is too long.
    case tooLong = "too-long"
    /// A list has too few entries.
    case tooFew = "too-few"
    /// A list has too many entries.
    case tooMany = "too-many"
    /// A value does not have the prescribed form.
    case invalidFormat = "invalid-format"
    /// A name has signs outside DIN 91379.
    case charactersNotPermitted = "characters-not-permitted"
    /// A name is not in NFC.
    case notNormalized = "not-normalized"
    /// A number lies outside its range.
    case outOfRange = "out-of-range"
    /// A code is not in its list.
    case unknownCode = "unknown-code"
    /// A code is in its list but not valid on the day.
    case codeNotValidOnDate = "code-not-valid-on-date"
    /// A name occurs twice in an object.
    case duplicateField = "duplicate-field"
    /// An entry occurs twice.
    case duplicateValue = "duplicate-value"
    /// Warning: a field is unknown and was not taken over.
    case unknownField = "unknown-field"
    /// There are more reasons, or warnings, than a receipt tells.
    case moreNotTold = "more-not-told"

    // The event and its publisher
    /// The event type is unknown.
    case unknownEventType = "unknown-event-type"
    /// The event has no valid `time`.
    case timeMissing = "time-missing"
    /// The id was used before with other content.
    case idReused = "id-reused"
    /// The source does not belong to the topic.
    case sourceNotPermitted = "source-not-permitted"
    /// The publisher may not send this type.
    case eventTypeNotPermitted = "event-type-not-permitted"
    /// The publisher may not send free text.
    case noteNotPermitted = "note-not-permitted"
    /// The legal basis is not registered for the publisher.
    case legalBasisNotPermitted = "legal-basis-not-permitted"

    // What its fields say together
    /// A date lies in the future.
    case dateInFuture = "date-in-future"
    /// An end lies before its beginning.
    case periodReversed = "period-reversed"
    /// The right to send is not stated.
    case transmissionMissing = "transmission-missing"
    /// The person does not take part.
    case participationDeclined = "participation-declined"
    /// A minor without representation.
    case representationRequired = "representation-required"
    /// An address in spite of its being blocked.
    case addressBlockedWithAddress = "address-blocked-with-address"
    /// Two residence spheres at one time.
    case overlappingResidence = "overlapping-residence"
    /// Warning: two livelihood spheres at one time.
    case overlappingLivelihood = "overlapping-livelihood"
    /// Warning: the 1st of January counts as the year.
    case januaryFirstYearOnly = "january-first-year-only"
    /// Somebody else must help at once.
    case notAnEmergencyService = "not-an-emergency-service"

    // Clearing
    /// Parked until the person has been asked.
    case participationToBeAsked = "participation-to-be-asked"
    /// Not answered in time, and erased.
    case participationUnanswered = "participation-unanswered"
    /// Parked until clearing decides.
    case awaitingDecision = "awaiting-decision"
    /// The municipality is not of the Kreis.
    case unknownMunicipality = "unknown-municipality"
    /// The municipality has no KIM offer.
    case noKIMOffer = "no-kim-offer"
    /// No post is occupied.
    case postVacant = "post-vacant"
    /// The same publisher has sent the person before.
    case duplicate
    /// Advice was enough.
    case adviceSufficient = "advice-sufficient"
    /// A regular service is competent.
    case regularService = "regular-service"
    /// Another case management exists.
    case otherCaseManagement = "other-case-management"
    /// The conditions are not met.
    case notTargetGroup = "not-target-group"
    /// The person could not be reached.
    case notReached = "not-reached"

    // What was sent before
    /// Nothing of the publisher's is known under this name.
    case clientUnknown = "client-unknown"
    /// The submission is decided and is not corrected any more.
    case alreadyDecided = "already-decided"

    // Withdrawal
    /// Consent was withdrawn.
    case consentWithdrawn = "consent-withdrawn"
    /// Sent in error; erased at once.
    case sentInError = "sent-in-error"
    /// It was another person; erased at once.
    case wrongPerson = "wrong-person"
    /// Support is no longer needed.
    case noLongerNeeded = "no-longer-needed"
    /// The data were erased.
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
