import Crypto
import Foundation
import Testing

@testable import Models

@Suite("Seals and derived ids")
struct SealTests {
    private static let plain = Data("Name".utf8)

    private func keys(_ service: ServiceName) throws -> ServiceKeys {
        try ServiceKeys(file: ServiceKeys.makeFile(for: service))
    }

    @Test("Sealed content opens only with its key, purpose and subject")
    func boundToPlace() throws {
        let seal = Seal(key: SymmetricKey(size: .bits256), keyID: "k")
        let sealed = try seal.seal(Self.plain, purpose: "request.content", subject: "r1")
        #expect(try seal.open(sealed, purpose: "request.content", subject: "r1") == Self.plain)
        for (purpose, subject) in [("request.note", "r1"), ("request.content", "r2")] {
            #expect(throws: SealError(reason: .notOpened, purpose: purpose)) {
                try seal.open(sealed, purpose: purpose, subject: subject)
            }
        }
        let other = Seal(key: SymmetricKey(size: .bits256), keyID: "k")
        #expect(throws: SealError.self) { try other.open(sealed, purpose: "request.content", subject: "r1") }
        #expect(!sealed.contains(Self.plain))
    }

    @Test("A single altered bit is noticed, wherever it is")
    func tampering() throws {
        let seal = Seal(key: SymmetricKey(size: .bits256), keyID: "k")
        let sealed = try seal.seal(Self.plain, purpose: "p", subject: "s")
        for index in sealed.indices {
            var altered = sealed
            altered[index] ^= 1
            #expect(throws: SealError.self) { try seal.open(altered, purpose: "p", subject: "s") }
        }
        #expect(throws: SealError.self) { try seal.open(Data(), purpose: "p", subject: "s") }
    }

    @Test("What is handed over opens for the recipient alone, and only as the event it was sealed for")
    func handOver() throws {
        let intake = try keys(.intake)
        let caseHandling = try keys(.caseHandling)
        let place = StoredContent.Place("request.content")
        let stored = try StoredContent(sealing: Self.plain, under: DataKey(bytes: DataKey.freshBytes()), in: place, of: "r1", with: intake)
        #expect(try stored.opened(in: place, of: "r1", with: intake) == Self.plain)
        let sent = try stored.handedOver(
            from: place, of: "r1", with: intake, as: "admission", about: "c1", to: caseHandling.publicKey)
        #expect(try sent.opened(as: "admission", about: "c1", with: caseHandling) == Self.plain)
        #expect(throws: SealError.self) { try sent.opened(as: "correction", about: "c1", with: caseHandling) }
        #expect(throws: SealError.self) { try sent.opened(as: "admission", about: "c2", with: caseHandling) }
        #expect(throws: SealError(reason: .unknownKey, purpose: "admission")) {
            try sent.opened(as: "admission", about: "c1", with: intake)
        }
        #expect(throws: SealError.self) { try stored.opened(in: place, of: "r1", with: caseHandling) }
    }

    @Test("Key files are read back, and anything else is refused without a word of it")
    func keyFiles() throws {
        let intake = try keys(.intake)
        let publicKeys = try PublicKeys(file: PublicKeys.makeFile(of: [intake]))
        #expect(try publicKeys.key(of: .intake).id == intake.publicKey.id)
        #expect(throws: KeyFileError.missing(.statistics)) { try publicKeys.key(of: .statistics) }
        for content in ["", "{}", #"{"service":"intake","agreement":{"id":"x","key":"c2VjcmV0"}}"#] {
            #expect(throws: KeyFileError.malformed) { try ServiceKeys(file: Data(content.utf8)) }
        }
    }

    @Test("Derived ids depend on every part and on where one part ends")
    func derivedIDs() {
        func id(
            _ source: String = "s", _ id: String = "1", _ type: String = "t", _ subject: String = "x", _ n: Int = 0,
            _ emitter: ServiceName = .intake
        ) -> String {
            DerivedID.event(emitter: emitter, source: source, id: id, type: type, subject: subject, n: n)
        }
        let ids = [
            id(), id("s2"), id("s", "2"), id("s", "1", "t2"), id("s", "1", "t", "y"), id("s", "1", "t", "x", 1),
            id("s", "1", "t", "x", 0, .statistics), id("s1", ""), id("", "s1"),
        ]
        #expect(Set(ids).count == ids.count)
        #expect(id() == id())
        #expect(ids.allSatisfy { $0.count == 52 })
    }

    @Test("Pseudonyms cannot be computed without the key")
    func pseudonyms() {
        let one = IdentityKey(SymmetricKey(size: .bits256))
        let two = IdentityKey(SymmetricKey(size: .bits256))
        #expect(one.aggregate("case", "s", "1") == one.aggregate("case", "s", "1"))
        #expect(one.aggregate("case", "s", "1") != one.aggregate("request", "s", "1"))
        #expect(one.aggregate("case", "s", "1") != two.aggregate("case", "s", "1"))
    }

    @Test(
        "Base 32 follows RFC 4648, in lower case without padding",
        arguments: [
            ("", ""), ("f", "my"), ("fo", "mzxq"), ("foo", "mzxw6"), ("foob", "mzxw6yq"), ("fooba", "mzxw6ytb"),
            ("foobar", "mzxw6ytboi"),
        ])
    func base32(text: String, encoded: String) {
        #expect(Base32.encode(Array(text.utf8)) == encoded)
    }
}
