import Models

/// What of a submission tells a person from others: plain personal data, never stored in this form.
struct PersonDescription: Sendable {
    /// The family name.
    var family: String?
    /// The given names.
    var given: String?
    /// The name as a whole.
    var full: String?
    /// The name in its own script.
    var originalScript: String?
    /// The birth as far as it is known; see ``matched(_:)``.
    var birth: PartialDate?
    /// Telephone numbers (E.164).
    var phones: [String] = []
    /// E-mail addresses.
    var emails: [String] = []
    /// The address, `nil` where it is not known or blocked.
    var address: Address?
    /// The publisher's id, under which its references count.
    var publisher = ""
    /// The publisher's reference of the person.
    var clientReference: String?
    /// The publisher's reference of the household.
    var householdReference: String?

    /// Street with number, and postal code.
    struct Address: Sendable {
        /// Street and number.
        var street: String
        /// The postal code.
        var postalCode: String
    }

    /// The date to match with: 1 January is the year only, as in ``Submission/Birth/countedDate`` and with a document
    /// too, since documents repeat what a register made up, and the next publisher may know better.
    static func matched(_ date: PartialDate) -> PartialDate { date.isFirstOfJanuary ? date.yearOnly : date }
}

extension PersonDescription {
    /// The client of a submission that this publisher sent.
    init(_ submission: Submission, from publisher: String) {
        let (name, contact) = (submission.client.name, submission.client.contact)
        self.init(
            family: name.family, given: name.given, full: name.full, originalScript: name.originalScript,
            birth: submission.client.birth.map { PersonDescription.matched($0.date) },
            phones: (contact?.phones ?? []).map(\.number.text), emails: contact?.emails ?? [],
            address: contact?.address.map { Address(street: $0.street, postalCode: $0.postalCode) },
            publisher: publisher, clientReference: submission.clientReference,
            householdReference: submission.household?.reference)
    }
}
