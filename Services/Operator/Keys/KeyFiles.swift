import Foundation
import Models
import Runtime

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The key files of the services in one folder: `<service>.json`, readable by their owner alone, and
/// `public-keys.json`, which everybody may read; for development also a key that signs tokens, with its key set.
struct KeyFiles {
    /// What became of a file.
    struct Outcome: Equatable {
        var file: String
        /// `made`, `there already`, `written`.
        var words: String
    }

    static let publicFile = "public-keys.json"
    static let developmentFile = "development-key.json"
    static let keySetFile = "jwks.json"

    let directory: String

    /// The file of a service's keys.
    static func name(of service: ServiceName) -> String { "\(service.rawValue).json" }

    /// Makes the key files that are missing, leaves the others untouched, and writes the public keys of all.
    ///
    /// - Throws: ``Failure`` for a file that cannot be read or written, before anything is lost.
    func complete() throws(Failure) -> [Outcome] {
        try makeDirectory()
        var keys: [ServiceKeys] = []
        var outcomes: [Outcome] = []
        // All that is there is read first: a broken set gets no further file.
        let existing = try ServiceName.allCases.map { (service) throws(Failure) in (service, try read(service)) }
        for (service, found) in existing {
            if let found {
                keys.append(found)
                outcomes.append(Outcome(file: KeyFiles.name(of: service), words: "there already"))
            } else {
                keys.append(try make(service))
                outcomes.append(Outcome(file: KeyFiles.name(of: service), words: "made"))
            }
        }
        try publish(KeyFiles.publicFile) { try PublicKeys.makeFile(of: keys) }
        return outcomes + [Outcome(file: KeyFiles.publicFile, words: "written")]
    }

    /// Makes the development key where it is missing, and writes its key set.
    func completeDevelopment() throws(Failure) -> [Outcome] {
        try makeDirectory()
        let path = path(KeyFiles.developmentFile)
        let isThere = FileManager.default.fileExists(atPath: path)
        let file: Data
        if isThere {
            guard let found = FileManager.default.contents(atPath: path) else {
                throw Failure("\(path): cannot be read; it is left as it is")
            }
            file = found
        } else {
            file = try make(KeyFiles.developmentFile) { try DevelopmentKey.makeFile() }
        }
        guard let key = DevelopmentKey(file: file) else {
            throw Failure("\(path): not a development key; it is left as it is")
        }
        try publish(KeyFiles.keySetFile) { try key.keySet() }
        return [
            Outcome(file: KeyFiles.developmentFile, words: isThere ? "there already" : "made"),
            Outcome(file: KeyFiles.keySetFile, words: "written"),
        ]
    }

    private func makeDirectory() throws(Failure) {
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure("\(directory): the folder cannot be made")
        }
    }

    private func read(_ service: ServiceName) throws(Failure) -> ServiceKeys? {
        let path = path(KeyFiles.name(of: service))
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure("\(path): cannot be read; it is left as it is")
        }
        let keys: ServiceKeys
        do { keys = try ServiceKeys(file: data) } catch { throw Failure("\(path): \(error); it is left as it is") }
        guard keys.service == service else {
            throw Failure("\(path): holds the keys of \(keys.service.rawValue); it is left as it is")
        }
        return keys
    }

    private func make(_ service: ServiceName) throws(Failure) -> ServiceKeys {
        let name = KeyFiles.name(of: service)
        let file = try make(name) { try ServiceKeys.makeFile(for: service) }
        do { return try ServiceKeys(file: file) } catch { throw Failure("\(path(name)): no keys could be made") }
    }

    /// Makes a file of secret keys where there is none.
    private func make(_ name: String, content: () throws -> Data) throws(Failure) -> Data {
        do {
            let data = try content()
            let temporary = try store(data, besides: name, mode: 0o600)
            // A link is refused where the name is taken, even by somebody who came in between.
            let linked = link(temporary, path(name))
            unlink(temporary)
            guard linked == 0 else { throw Failure("\(path(name)): cannot be made: \(reason)") }
            return data
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure("\(path(name)): no keys could be made")
        }
    }

    /// Writes a file that everybody may read.
    private func publish(_ name: String, content: () throws -> Data) throws(Failure) {
        let data: Data
        do { data = try content() } catch { throw Failure("\(path(name)): the public keys cannot be written") }
        let temporary = try store(data, besides: name, mode: 0o644)
        guard rename(temporary, path(name)) == 0 else {
            throw Failure("\(path(name)): cannot be written: \(reason)")
        }
    }

    /// Writes a file that is whole or not there; returns its path.
    private func store(_ data: Data, besides name: String, mode: mode_t) throws(Failure) -> String {
        let path = path(".\(name).\(getpid())")
        // The mode is there from the first byte on: nobody else can have opened the file before.
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL, mode)
        guard file >= 0 else { throw Failure("\(path): cannot be made: \(reason)") }
        let written = data.withUnsafeBytes { bytes in write(file, bytes.baseAddress, bytes.count) }
        let whole = written == data.count && fchmod(file, mode) == 0 && fsync(file) == 0
        guard close(file) == 0, whole else {
            unlink(path)
            throw Failure("\(path): cannot be written: \(reason)")
        }
        return path
    }

    private func path(_ name: String) -> String { "\(directory)/\(name)" }

    private var reason: String { String(cString: strerror(errno)) }
}
