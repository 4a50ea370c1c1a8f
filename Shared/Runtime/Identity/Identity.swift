import Models

/// Who asks, and what the row scope is made of. A claim that is missing shows nothing.
public struct Identity: Sendable, Equatable {
    /// What a token states besides its subject: the claim `kim`, a JSON object. All parts may be absent.
    public struct Claims: Codable, Sendable, Equatable {
        /// ``Role`` values; those that are unknown here count for nothing.
        public var roles: [String]?
        /// Municipalities (AGS) that the roles reach.
        public var municipalities: [String]?
        /// Ids of providers (Träger) that employ the person.
        public var employers: [String]?
        /// Ids of coordinating offices whose scope the roles reach.
        public var scopes: [String]?
        /// The id of the publisher that the other system is.
        public var publisher: String?

        /// Claims with these parts.
        public init(
            roles: [Role], municipalities: [String] = [], employers: [String] = [], scopes: [String] = [],
            publisher: String? = nil
        ) {
            self.roles = roles.map(\.rawValue)
            (self.municipalities, self.employers, self.scopes) = (municipalities, employers, scopes)
            self.publisher = publisher
        }
    }

    /// Who it is, as the token's issuer names them: 1 to 255 printable ASCII characters, no blanks. Stands in logs and
    /// commands, so that issuers must use opaque subjects.
    public let principal: String
    /// What they are.
    public let roles: Set<Role>
    /// The claims as they were stated.
    public let claims: Claims

    /// An identity; `nil` where the principal is not of the form.
    public init?(principal: String, claims: Claims) {
        guard (1...255).contains(principal.utf8.count), principal.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        self.principal = principal
        self.claims = claims
        roles = Set((claims.roles ?? []).compactMap(Role.init(rawValue:)))
    }

    private init() {
        (principal, roles, claims) = ("nobody", [], Claims(roles: []))
    }

    /// Nobody: what a request has before it was admitted. No role, no claim.
    static let nobody = Identity()

    /// Municipalities (AGS) that the roles reach.
    public var municipalities: Set<String> { Set(claims.municipalities ?? []) }
    /// Ids of providers that employ the person.
    public var employers: Set<String> { Set(claims.employers ?? []) }
    /// The publisher that the other system is.
    public var publisher: String? { claims.publisher }

    /// The ids of the territory's coordinating offices whose scope the roles reach.
    public func offices(of territory: Territory) -> Set<String> {
        Set(claims.scopes ?? []).intersection(territory.coordinationOffices.map(\.id))
    }

    /// The municipalities in the scopes of the person's coordinating offices.
    public func municipalitiesInScope(of territory: Territory) -> Set<String> {
        let offices = offices(of: territory)
        return Set(territory.coordinationOffices.filter { offices.contains($0.id) }.flatMap(\.municipalities))
    }
}
