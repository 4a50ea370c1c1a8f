import Foundation
import JWTKit
import Models

/// The keys that tokens are verified with: a JSON Web Key Set (RFC 7517).
///
/// Every key is for one algorithm (RFC 8725 section 3.1): its `alg`, else the only one that its kind has here. Keys of
/// other kinds or uses are passed over.
struct KeySet: Sendable {
    /// A public key with its algorithm.
    struct Key: Sendable {
        /// The only `alg` that a token under this key may have.
        let algorithm: String
        private let verifier: any JWTAlgorithm

        fileprivate init(algorithm: String, verifier: any JWTAlgorithm) {
            (self.algorithm, self.verifier) = (algorithm, verifier)
        }

        /// Whether a signature is that of the bytes.
        func verifies(_ signature: Data, of bytes: Data) -> Bool {
            (try? verifier.verify(signature, signs: bytes)) ?? false
        }
    }

    /// What is wrong with a key set, in words for operations.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// Accepted algorithms: asymmetric ones only.
    private static let algorithms: Set<String> = ["ES256", "RS256", "PS256", "EdDSA"]

    private let keys: [String: Key]

    /// Reads a key set. Throws ``Fault`` for what is none, for one with secret keys or without any usable key, and for
    /// a development key where those are not permitted.
    init(_ document: Data, mode: Mode) async throws {
        guard let set = try? JSONValue.parse(document), let entries = set["keys"]?.arrayValue else {
            throw Fault(description: "not a JSON Web Key Set")
        }
        var keys: [String: Key] = [:]
        for entry in entries {
            guard let id = entry["kid"]?.stringValue, entry["use"]?.stringValue ?? "sig" == "sig" else { continue }
            guard mode == .development || !id.hasPrefix(DevelopmentKey.idPrefix) else {
                throw Fault(description: "a development key, which KIM_MODE=production does not accept")
            }
            guard entry["d"] == nil, entry["k"] == nil else {
                throw Fault(description: "a secret key; only public keys belong there")
            }
            guard let algorithm = KeySet.algorithm(of: entry) else { continue }
            guard keys[id] == nil else { throw Fault(description: "two keys with the same kid") }
            guard let key = try? JSONDecoder().decode(JWK.self, from: entry.encoded()),
                let verifier = try? await JWTKeyCollection().add(jwk: key).getKey(
                    for: JWKIdentifier(string: id), alg: algorithm),
                verifier.name == algorithm
            else { throw Fault(description: "a key that cannot be read") }
            keys[id] = Key(algorithm: algorithm, verifier: verifier)
        }
        guard !keys.isEmpty else {
            throw Fault(description: "no key for \(KeySet.algorithms.sorted().joined(separator: ", "))")
        }
        self.keys = keys
    }

    private static func algorithm(of key: JSONValue) -> String? {
        let stated = key["alg"]?.stringValue
        let usual: String? =
            switch (key["kty"]?.stringValue, key["crv"]?.stringValue) {
            case ("EC", "P-256"): "ES256"
            case ("OKP", "Ed25519"): "EdDSA"
            case ("RSA", _): stated == "PS256" ? "PS256" : "RS256"
            default: nil
            }
        return usual.flatMap { stated == nil || stated == $0 ? $0 : nil }
    }

    /// The key with an id.
    subscript(id: String) -> Key? { keys[id] }
}
