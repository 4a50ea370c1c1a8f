import Foundation
import Models

/// The files that the configuration names, read and checked.
struct ServiceFiles {
    let territory: Territory
    let keys: ServiceKeys
    let publicKeys: PublicKeys

    init(of service: ServiceName, _ configuration: ServiceConfiguration) throws(ConfigurationError) {
        var problems: [String] = []
        let territory = ServiceFiles.read("KIM_TERRITORY_FILE", configuration.territoryFile, &problems) {
            try Territory.parse(yaml: String(decoding: $0, as: UTF8.self))
        }
        let keys = ServiceFiles.read("KIM_KEY_FILE", configuration.keyFile, &problems) { try ServiceKeys(file: $0) }
        if let keys, keys.service != service {
            problems.append(
                "KIM_KEY_FILE: \"\(configuration.keyFile)\" is the key file of \(keys.service.rawValue); "
                    + "that of \(service.rawValue) is needed")
        }
        let publicKeys = ServiceFiles.read("KIM_PUBLIC_KEYS_FILE", configuration.publicKeysFile, &problems) {
            try PublicKeys(file: $0)
        }
        guard problems.isEmpty, let territory, let keys, let publicKeys else {
            throw ConfigurationError(problems: problems)
        }
        (self.territory, self.keys, self.publicKeys) = (territory, keys, publicKeys)
    }

    /// - Parameter parse: must throw errors that never quote the file, which may hold keys.
    private static func read<Content>(
        _ name: String, _ path: String, _ problems: inout [String], parse: (Data) throws -> Content
    ) -> Content? {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            problems.append("\(name): \"\(path)\" cannot be read; a file is needed")
            return nil
        }
        do { return try parse(bytes) } catch {
            problems.append("\(name): \"\(path)\": \(error)")
            return nil
        }
    }
}
