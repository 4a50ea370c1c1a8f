/// What somebody may be in KIM; each route names the roles that may use it (design 6).
public enum Role: String, CaseIterable, Codable, Sendable {
    /// Clears requests of their municipalities (Clearing).
    case intakeClerk = "intake-clerk"
    /// Works on the cases of their employers (Case Managerin, Case Manager).
    case caseManager = "case-manager"
    /// Holds the professional supervision in the scope of coordinating offices (Fachaufsicht).
    case supervisor
    /// Steers in the scope of coordinating offices (Koordination).
    case coordinator
    /// Sees exact figures (Statistikstelle).
    case statistician
    /// Sees what was done with personal data (Datenschutzbeauftragte).
    case dataProtectionOfficer = "data-protection-officer"
    /// Manages what is configured (Administration).
    case administrator
    /// Runs the services (Betrieb).
    case `operator`
    /// Another system that sends intake events.
    case publisher
}

extension Set<Role> {
    /// Everybody who has any role.
    public static var everybody: Set<Role> { Set(Role.allCases) }
}
