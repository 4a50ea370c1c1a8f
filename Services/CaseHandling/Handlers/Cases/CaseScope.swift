import GRDB
import Models
import Runtime

/// Which cases somebody sees: what their roles grant, as a condition on the store's rows. A claim that is missing
/// grants nothing.
///
/// A change carries its scope, so that it is held against the case in the transaction of the change.
struct CaseScope: Codable, Sendable {
    // In order: the same command must have the same content again.
    private let employers: [String]
    private let employersMunicipalities: [String]
    private let supervised: [String]

    /// What somebody may read: a case manager the cases of the employers in the municipalities, supervisor and
    /// coordinator those in the municipalities of their coordinating offices.
    init(of identity: Identity, in territory: Territory) {
        let works = identity.roles.contains(.caseManager)
        employers = works ? identity.employers.sorted() : []
        employersMunicipalities = works ? identity.municipalities.sorted() : []
        let supervises = !identity.roles.isDisjoint(with: [.supervisor, .coordinator])
        supervised = supervises ? identity.municipalitiesInScope(of: territory).sorted() : []
    }

    /// What somebody may change: as a case manager only.
    init(changing identity: Identity) {
        let works = identity.roles.contains(.caseManager)
        employers = works ? identity.employers.sorted() : []
        employersMunicipalities = works ? identity.municipalities.sorted() : []
        supervised = []
    }

    /// Holds for the rows of `caseFile` within the scope.
    var condition: SQL {
        """
        ((provider IN \(employers) AND municipality IN \(employersMunicipalities)) OR municipality IN \(supervised))
        """
    }
}
