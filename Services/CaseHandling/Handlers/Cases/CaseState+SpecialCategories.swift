import Models

extension CaseState {
    /// Whether a consent for a purpose holds on a day.
    func holdsConsent(for purpose: Territory.LegalBasis.Purpose, on day: LocalDate) -> Bool {
        consents.inForce.contains { consent in
            consent.purpose == purpose.rawValue && day.lies(from: consent.on, to: consent.validUntil)
                && consent.withdrawnOn.map { day < $0 } ?? true
        }
    }

    /// Leaves out what tells of health, disability or protection from violence, unless that is consented to on a day.
    ///
    /// What is published may not depend on who reads it, so the consent is asked for here and nowhere later (design 5).
    mutating func withholdSpecialCategories(on day: LocalDate, _ codelists: Codelists) {
        guard !holdsConsent(for: .specialCategories, on: day) else { return }
        needs.removeAll { codelists.isSpecial($0.area, in: "life-areas") }
        legalSpheres.removeAll { codelists.isSpecial($0.code, in: $0.axis.rawValue) }
    }
}

extension Codelists {
    /// Whether a code tells of a special category of personal data (Art. 9 DSGVO).
    func isSpecial(_ code: String, in list: String) -> Bool {
        self[list]?[code]?.specialCategory ?? false
    }
}
