import Crypto
import CryptoExtras
import Foundation
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import Runtime

@Suite("Keys of tokens")
struct KeySetTests {
    private static let text = Data("header.payload".utf8)

    /// A key of a kind, as an entry of a key set, and what signs with it.
    struct Kind: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let algorithm: String
        let make: @Sendable () throws -> (entry: [String: String], sign: (Data) throws -> Data)

        static let all: [Kind] = [
            Kind(testDescription: "ES256", algorithm: "ES256") {
                let key = P256.Signing.PrivateKey()
                let point = key.publicKey.rawRepresentation
                let entry = [
                    "kty": "EC", "crv": "P-256", "x": Base64URL.encode(point.prefix(32)),
                    "y": Base64URL.encode(point.suffix(32)),
                ]
                return (entry, { try key.signature(for: $0).rawRepresentation })
            },
            Kind(testDescription: "EdDSA", algorithm: "EdDSA") {
                let key = Curve25519.Signing.PrivateKey()
                let entry = [
                    "kty": "OKP", "crv": "Ed25519", "x": Base64URL.encode(key.publicKey.rawRepresentation),
                ]
                return (entry, { try key.signature(for: $0) })
            },
            rsa("RS256", stated: nil, .insecurePKCS1v1_5), rsa("PS256", stated: "PS256", .PSS),
        ]

        private static func rsa(
            _ algorithm: String, stated: String?, _ padding: _RSA.Signing.Padding
        ) -> Kind {
            Kind(testDescription: algorithm, algorithm: algorithm) {
                let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
                let parts = try key.publicKey.getKeyPrimitives()
                var entry = [
                    "kty": "RSA", "n": Base64URL.encode(parts.modulus), "e": Base64URL.encode(parts.publicExponent),
                ]
                entry["alg"] = stated
                return (entry, { try key.signature(for: SHA256.hash(data: $0), padding: padding).rawRepresentation })
            }
        }
    }

    private static func document(_ entries: [String: String]...) throws -> Data {
        try JSONEncoder().encode(["keys": entries])
    }

    @Test("A key verifies what it signed, under its own algorithm only", arguments: Kind.all)
    func kinds(_ kind: Kind) async throws {
        let (entry, sign) = try kind.make()
        let set = try await KeySet(
            KeySetTests.document(entry.merging(["kid": "a", "use": "sig"]) { $1 }), mode: .production)
        let key = try #require(set["a"])
        #expect(key.algorithm == kind.algorithm)
        let signature = try sign(KeySetTests.text)
        #expect(key.verifies(signature, of: KeySetTests.text))
        #expect(!key.verifies(signature, of: KeySetTests.text + Data("x".utf8)))
        #expect(!key.verifies(Data(), of: KeySetTests.text))
        #expect(!key.verifies(signature.dropLast(), of: KeySetTests.text))
        #expect(set["b"] == nil)
    }

    @Test("An RSA key for one padding refuses the other")
    func paddings() async throws {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let parts = try key.publicKey.getKeyPrimitives()
        let entry = [
            "kty": "RSA", "kid": "a", "n": Base64URL.encode(parts.modulus),
            "e": Base64URL.encode(parts.publicExponent), "alg": "PS256",
        ]
        let set = try await KeySet(KeySetTests.document(entry), mode: .production)
        let old = try key.signature(for: SHA256.hash(data: KeySetTests.text), padding: .insecurePKCS1v1_5)
        #expect(set["a"]?.verifies(old.rawRepresentation, of: KeySetTests.text) == false)
    }

    private static let point = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    private static let good = ["kty": "OKP", "crv": "Ed25519", "x": point]

    @Test(
        "A set is refused where it is none, holds secrets, or would verify nothing",
        arguments: [
            #"[]"#, #"{"keys": {}}"#, #"{"keys": []}"#,
            #"{"keys": [{"kid": "a", "kty": "oct", "k": "AAAA", "alg": "HS256"}]}"#,
            #"{"keys": [{"kid": "a", "kty": "OKP", "crv": "Ed25519", "x": "\#(point)", "d": "AAAA"}]}"#,
            #"{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "\#(point)"}]}"#,
            #"{"keys": [{"kid": "a", "kty": "OKP", "crv": "Ed25519", "x": "AAAA"}]}"#,
            #"{"keys": [{"kid": "a", "kty": "EC", "crv": "P-256", "alg": "none", "x": "AA", "y": "AA"}]}"#,
            #"{"keys": [{"kid": "a", "use": "enc", "kty": "OKP", "crv": "Ed25519", "x": "\#(point)"}]}"#,
        ])
    func refused(_ document: String) async throws {
        await #expect(throws: KeySet.Fault.self) { try await KeySet(Data(document.utf8), mode: .development) }
    }

    @Test("Two keys with one id are refused; keys of other kinds are passed over")
    func mixtures() async throws {
        let one = KeySetTests.good.merging(["kid": "a"]) { $1 }
        await #expect(throws: KeySet.Fault.self) {
            try await KeySet(KeySetTests.document(one, one), mode: .production)
        }
        let other = ["kid": "b", "kty": "EC", "crv": "secp256k1", "x": "AA", "y": "AA"]
        let set = try await KeySet(KeySetTests.document(one, other), mode: .production)
        #expect(set["a"] != nil && set["b"] == nil)
    }

    @Test("A set is read again for an unknown key and after a while, but tokens cannot make it be read all the time")
    func refresh() async throws {
        let now = Mutex(Date(timeIntervalSince1970: 1_790_000_000))
        let document = Mutex(try KeySetTests.document(KeySetTests.good.merging(["kid": "a"]) { $1 }))
        let reads = Mutex(0)
        let fails = Mutex(false)
        let source = KeySource(logger: .silent, clock: { now.withLock { $0 } }) {
            reads.withLock { $0 += 1 }
            if fails.withLock({ $0 }) { throw KeySet.Fault(description: "away") }
            return try await KeySet(document.withLock { $0 }, mode: .production)
        }
        #expect(await source.key("a") != nil)
        for _ in 1...50 { #expect(await source.key("b") == nil) }
        #expect(reads.withLock { $0 } == 1)

        let next = try KeySetTests.document(KeySetTests.good.merging(["kid": "b"]) { $1 })
        document.withLock { $0 = next }
        now.withLock { $0 += KeySource.pause }
        #expect(await source.key("b") != nil)
        #expect(await source.key("a") == nil)
        #expect(reads.withLock { $0 } == 2)

        fails.withLock { $0 = true }
        now.withLock { $0 += KeySource.lifetime }
        #expect(await source.key("b") != nil)
        #expect(reads.withLock { $0 } == 3)
    }

    @Test(
        "Keys come over HTTPS, or from this machine",
        arguments: [
            ("https://login.example/keys", true), ("http://127.0.0.1:8080/keys", true), ("http://localhost/keys", true),
            ("http://login.example/keys", false), ("http://127.0.0.1.evil.example/", false),
            ("https://user@login.example/", false), ("ftp://login.example/", false), ("https://", false),
        ])
    func places(address: String, isTrustworthy: Bool) {
        #expect(RemoteDocument.isTrustworthy(address) == isTrustworthy)
    }
}
