import Hummingbird
import Models
import Runtime

extension Problem {
    /// 400: a request that is no CloudEvents event. Nobody can be answered with a receipt.
    init(unreadable reason: Unreadable) {
        self.init(
            status: .badRequest, type: "unreadable-event", title: "Die Anfrage ist kein lesbares Ereignis",
            errors: [Item(reason)])
    }
}

extension Problem.Item {
    /// Why something is no event.
    init(_ reason: Unreadable) {
        self.init(pointer: nil, code: reason.rawValue, message: reason.german)
    }
}

extension Unreadable {
    fileprivate var german: String {
        switch self {
        case .notCloudEvents: "Weder ce-Kopfzeilen noch ein Medientyp von CloudEvents."
        case .unsupportedVersion: "Nur specversion 1.0 wird angenommen."
        case .missingAttribute: "id, source oder type fehlt oder ist leer."
        case .duplicateAttribute: "Ein Attribut kommt mehrfach vor."
        case .invalidAttribute: "Ein Attribut ist keine Zeichenkette."
        case .attributeTooLong: "Ein Attribut ist länger als \(Envelope.maximumAttributeLength) Byte."
        case .empty: "Der Inhalt fehlt."
        case .invalidUTF8: "Der Inhalt ist nicht UTF-8."
        case .invalidJSON: "Der Inhalt ist kein JSON der erwarteten Form."
        case .tooDeep: "Der Inhalt ist tiefer als 32 Ebenen geschachtelt."
        }
    }
}
