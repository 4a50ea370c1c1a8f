import Foundation
import Kafka
import Models

/// Writes records as an outsider does, acknowledged by the broker.
public struct EventWriter: Sendable {
    /// Where the broker put a record.
    public struct Place: Sendable, Equatable {
        /// The partition.
        public var partition: Int32
        /// The offset in it.
        public var offset: Int64
    }

    private static let closeLimit: Duration = .seconds(1)

    private let access: BrokerAccess
    private let producer: Producer

    /// A writer to one deployment's topics. No broker needs to be reachable yet.
    ///
    /// - Throws: ``OperationError`` for a property that is not accepted.
    public init(_ access: BrokerAccess) throws(OperationError) {
        self.access = access
        let settings = try access.settings()
        do { producer = try Producer(settings: settings) } catch {
            throw OperationError(error, bootstrapServers: access.bootstrapServers)
        }
    }

    /// Sees to it that a topic is there. A broker that creates topics by itself would else take events under a wrong
    /// prefix and keep them without the limits of the list.
    ///
    /// - Throws: ``OperationError`` when it is not there, or the broker does not answer in time.
    public func require(_ topic: Topic, timeout: Duration) async throws(OperationError) {
        let name = access.name(of: topic.name)
        let settings = try access.settings()
        let partitions: [String: Int]
        do {
            let consumer = try Consumer(settings: settings)
            partitions = try await consumer.partitions(of: [name], timeout: timeout)
            await consumer.close(deadline: EventWriter.closeLimit)
        } catch {
            throw OperationError(error, bootstrapServers: access.bootstrapServers)
        }
        guard partitions[name, default: 0] > 0 else { throw OperationError.missing([name]) }
    }

    /// Writes one event in structured mode, its bytes as they are; one at a time.
    ///
    /// - Throws: ``OperationError`` when the broker refused it, or did not answer in time: then it may have been
    ///   written all the same, and this writer takes no more.
    public func write(
        structured bytes: Data, key: String, to topic: Topic, timeout: Duration
    ) async throws(OperationError) -> Place {
        let mediaType = KafkaHeader(name: "content-type", value: Data(Envelope.structuredMediaType.utf8))
        let record = ProducedRecord(
            topic: access.name(of: topic.name), key: Data(key.utf8), value: bytes, headers: [mediaType])
        let done = Signal()
        let limit = Task { [producer] in
            await done.wait(atMost: timeout)
            if !Task.isCancelled { await producer.abort() }
        }
        let result = await producer.send([record]).first
        limit.cancel()
        done.raise()
        switch result {
        case .success(let delivery): return Place(partition: delivery.partition, offset: delivery.offset)
        case .failure(let error): throw OperationError(error, bootstrapServers: access.bootstrapServers)
        case nil: throw OperationError("the event was not sent")
        }
    }

    /// Gives the connection back.
    public func close() async {
        await producer.close(deadline: EventWriter.closeLimit)
    }
}
