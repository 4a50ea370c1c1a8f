import Kafka
import Synchronization
import TestSupport
import Testing

@Suite("Kafka settings", .timeLimit(.minutes(1)))
struct KafkaSettingsTests {
    @Test(
        "A property that the message path fixes is refused with its reason",
        arguments: [
            "acks", "request.required.acks", "enable.idempotence", "partitioner", "message.timeout.ms",
            "delivery.timeout.ms", "auto.offset.reset", "enable.partition.eof", "enable.auto.commit",
            "enable.auto.offset.store", "transactional.id",
        ])
    func refusesFixed(name: String) throws {
        let error = #expect(throws: KafkaError.self) {
            try KafkaSettings(bootstrapServers: "localhost:1", clientID: "kim-test", properties: [name: "1"])
        }
        let reason = try #require(KafkaSettings.fixedProperties[name])
        #expect(error?.operation == .configure)
        #expect(error?.detail == "\(name): \(reason)")
    }

    @Test("An unknown property is refused by its name")
    func refusesUnknown() throws {
        let settings = try Self.settings(["fetch.minimum": "1"])
        let error = #expect(throws: KafkaError.self) { _ = try Consumer(settings: settings) }
        #expect(error?.detail?.hasPrefix("fetch.minimum: ") == true)
    }

    @Test("A value out of range is refused with what is accepted")
    func refusesRange() throws {
        let settings = try Self.settings(["queued.min.messages": "0"])
        let error = #expect(throws: KafkaError.self) { _ = try Consumer(settings: settings) }
        #expect(error?.detail?.contains("10000000") == true)
    }

    @Test("A refused secret is not quoted")
    func hidesSecrets() throws {
        let settings = try Self.settings(["ssl.key.pem": "hush", "security.protocol": "ssl"])
        let error = #expect(throws: KafkaError.self) { _ = try Producer(settings: settings) }
        #expect("\(try #require(error))".contains("hush") == false)
    }

    @Test("Properties of the other role do no harm")
    func ignoresOtherRole() async throws {
        let settings = try Self.settings(["linger.ms": "7", "fetch.min.bytes": "2", "compression.type": "none"])
        let consumer = try Consumer(settings: settings)
        let producer = try Producer(settings: settings)
        #expect(await consumer.close(deadline: .seconds(5)))
        #expect(await producer.close(deadline: .seconds(5)))
    }

    @Test("A larger message size passes through to both roles")
    func largerMessages() async throws {
        let settings = try Self.settings(["message.max.bytes": "50000000"])
        let consumer = try Consumer(settings: settings)
        let producer = try Producer(settings: settings)
        #expect(await consumer.close(deadline: .seconds(5)))
        #expect(await producer.close(deadline: .seconds(5)))
    }

    @Test("librdkafka's log goes to the logger")
    func logs() async throws {
        let lines = Mutex<[String]>([])
        let settings = try KafkaSettings(
            bootstrapServers: "localhost:1", clientID: "kim-test", properties: ["log.connection.close": "true"]
        ) { _, line in lines.withLock { $0.append(line) } }
        let producer = try Producer(settings: settings)
        let sending = Task { await producer.send([Bench.record(0)]) }
        await eventually { lines.withLock { $0.contains { $0.contains("localhost:1") } } }
        await producer.abort()
        _ = await sending.value
        await producer.close(deadline: .seconds(5))
    }

    private static func settings(_ properties: [String: String]) throws -> KafkaSettings {
        try KafkaSettings(bootstrapServers: "localhost:1", clientID: "kim-test", properties: properties)
    }
}
