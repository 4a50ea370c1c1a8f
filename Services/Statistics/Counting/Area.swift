import Models

/// An area that figures are about, with its municipalities.
struct Area: Sendable, Equatable {
    var territory: FigureTerritory
    /// Its municipalities; `nil` for the Kreis, which also counts what belongs to no municipality of its own.
    var municipalities: Set<String>?

    /// The kind of period for which figures about it are released (contracts 6).
    var periodKind: ReportingPeriod.Kind {
        switch territory.level {
        case .kreis, .coordination: .month
        case .municipality: .quarter
        }
    }

    /// Whether something in a municipality counts here; a move only where its other end lies elsewhere.
    func contains(_ municipality: String?, movedFrom counterpart: String?) -> Bool {
        guard let municipalities else { return counterpart == nil }
        guard let municipality, municipalities.contains(municipality) else { return false }
        return counterpart.map { !municipalities.contains($0) } ?? true
    }
}

extension Territory {
    /// All areas that figures are released about: the Kreis, the scopes of the coordinating offices, the
    /// municipalities.
    var areas: [Area] {
        let whole = Area(
            territory: FigureTerritory(level: .kreis, code: kreis.code, name: kreis.name), municipalities: nil)
        let scopes = coordinationOffices.map { office in
            Area(
                territory: FigureTerritory(level: .coordination, code: office.id, name: office.name),
                municipalities: Set(office.municipalities))
        }
        let places = municipalities.map { municipality in
            Area(
                territory: FigureTerritory(level: .municipality, code: municipality.ags, name: municipality.name),
                municipalities: [municipality.ags])
        }
        return [whole] + scopes + places
    }
}
