/// The parts of a submission's document that rules look at, with their places; what is malformed is left out.
enum SubmissionParts {
    /// A part and its place.
    typealias Part = (value: JSONValue, pointer: JSONPointer)

    static let client = JSONPointer.root.appending("client")

    /// The years of birth that the shape lets pass, whatever the day.
    static let birthYears = 1850...9999

    static func date(_ value: JSONValue?) -> LocalDate? {
        value?.stringValue.flatMap { LocalDate($0) }
    }

    static func birth(in document: JSONValue) -> Submission.Birth? {
        guard let birth = document["client"]?["birth"],
            let date = birth["date"]?.stringValue.flatMap({ PartialDate($0) })
        else { return nil }
        let basis = birth["basis"]?.stringValue.flatMap { BirthBasis(rawValue: $0) } ?? .unknown
        return Submission.Birth(date: date, basis: basis)
    }

    /// The contacts of the client and of who represents her.
    static func contacts(in document: JSONValue) -> [Part] {
        let person = document["client"]
        let representation = client.appending("representation")
        return [
            person?["contact"].map { ($0, client.appending("contact")) },
            person?["representation"]?["contact"].map { ($0, representation.appending("contact")) },
        ].compactMap { $0 }
    }

    static func members(in document: JSONValue) -> [Part] {
        parts(document["household"]?["members"], at: .root.appending("household").appending("members"))
    }

    static func consents(in document: JSONValue) -> [Part] {
        parts(document["consents"], at: .root.appending("consents"))
    }

    /// The legal spheres of the client and of each member of the household.
    static func legalSpheres(in document: JSONValue) -> [[Part]] {
        [parts(document["legalSpheres"], at: .root.appending("legalSpheres"))]
            + members(in: document).map { member, pointer in
                parts(member["legalSpheres"], at: pointer.appending("legalSpheres"))
            }
    }

    /// The places of spheres that share a day with an earlier one of the same person on the same axis.
    static func overlaps(on axis: LegalSphereAxis, in document: JSONValue) -> [JSONPointer] {
        legalSpheres(in: document).flatMap { spheres in
            var earlier: [Submission.LegalSphere] = []
            var places: [JSONPointer] = []
            for (value, pointer) in spheres where value["axis"]?.stringValue == axis.rawValue {
                guard let sphere = sphere(value, on: axis) else { continue }
                if earlier.contains(where: sphere.overlaps) { places.append(pointer) }
                earlier.append(sphere)
            }
            return places
        }
    }

    private static func sphere(_ value: JSONValue, on axis: LegalSphereAxis) -> Submission.LegalSphere? {
        let lastDay = date(value["lastDay"])
        guard let firstDay = date(value["firstDay"]), value["lastDay"] == nil || lastDay != nil,
            lastDay.map({ firstDay <= $0 }) ?? true
        else { return nil }
        let code = value["code"]?.stringValue ?? ""
        return Submission.LegalSphere(axis: axis, code: code, firstDay: firstDay, lastDay: lastDay)
    }

    private static func parts(_ value: JSONValue?, at pointer: JSONPointer) -> [Part] {
        (value?.arrayValue ?? []).enumerated().map { ($1, pointer.appending($0)) }
    }
}
