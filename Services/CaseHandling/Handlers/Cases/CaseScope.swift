import GRDB
import Models
import Runtime

/// Which cases somebody sees: what their roles grant, as a condition on the store's rows. A claim that is missing
/// grants nothing.
struct CaseScope: Sendable {
    private let employers: Set<String>
    private let employersMunicipalities: Set<String>
    private let supervised: Set<String>

    /// What somebody may read: a case manager the cases of the employers in the municipalities, supervisor and
    /// coordinator those in the municipalities of their coordinating offices.
    init(of identity: Identity, in territory: Territory) {
        let works = identity.roles.contains(.caseManager)
        employers = works ? identity.employers : []
        employersMunicipalities = works ? identity.municipalities : []
        let supervises = !identity.roles.isDisjoint(with: [.supervisor, .coordinator])
        supervised = supervises ? identity.municipalitiesInScope(of: territory) : []
    }

    /// What somebody may change: as a case manager only.
    init(changing identity: Identity) {
        let works = identity.roles.contains(.caseManager)
        employers = works ? identity.employers : []
        employersMunicipalities = works ? identity.municipalities : []
        supervised = []
    }

    /// Holds for the rows of `caseFile` within the scope.
    var condition: SQL {
        """
        ((provider IN \(employers) AND municipality IN \(employersMunicipalities)) OR municipality IN \(supervised))
        """
    }
}
