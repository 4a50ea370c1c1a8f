import CRdKafka
import Foundation

extension ConsumedRecord {
    /// Copies a C message; `nil` if it belongs to no topic.
    init?(copying message: UnsafeMutablePointer<rd_kafka_message_t>) {
        guard let topicPartition = TopicPartition(of: message) else { return nil }
        let milliseconds = rd_kafka_message_timestamp(message, nil)
        self.init(
            topicPartition: topicPartition,
            offset: message.pointee.offset,
            timestamp: Date(timeIntervalSince1970: Double(milliseconds) / 1000),
            key: message.pointee.key.map { Data(bytes: $0, count: message.pointee.key_len) },
            value: message.pointee.payload.map { Data(bytes: $0, count: message.pointee.len) },
            headers: Self.headers(of: message)
        )
    }

    private static func headers(of message: UnsafeMutablePointer<rd_kafka_message_t>) -> [KafkaHeader] {
        var list: OpaquePointer?
        guard rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list else { return [] }
        let count = rd_kafka_header_cnt(list)
        return (0..<count).compactMap { index in
            var name: UnsafePointer<CChar>?
            var value: UnsafeRawPointer?
            var size = 0
            let error = rd_kafka_header_get_all(list, index, &name, &value, &size)
            guard error == RD_KAFKA_RESP_ERR_NO_ERROR, let name else { return nil }
            return KafkaHeader(name: String(cString: name), value: value.map { Data(bytes: $0, count: size) })
        }
    }
}

extension TopicPartition {
    init?(of message: UnsafeMutablePointer<rd_kafka_message_t>) {
        guard let topic = message.pointee.rkt, let name = rd_kafka_topic_name(topic) else { return nil }
        self.init(topic: String(cString: name), partition: message.pointee.partition)
    }
}

extension ProducedRecord {
    /// Hands a copy of the record to librdkafka's queue; `tag` comes back with the delivery report.
    func enqueue(to client: OpaquePointer, tag: UInt) -> rd_kafka_resp_err_t {
        guard let list = makeHeaders() else { return RD_KAFKA_RESP_ERR__FAIL }
        let error = topic.withCString { topic in
            key.withPointer { key, keySize in
                Self.withPointer(to: value) { value, valueSize in
                    let arguments = [
                        Self.argument(RD_KAFKA_VTYPE_TOPIC) { $0.cstr = topic },
                        Self.argument(RD_KAFKA_VTYPE_MSGFLAGS) { $0.i = RD_KAFKA_MSG_F_COPY },
                        Self.argument(RD_KAFKA_VTYPE_KEY) { $0.mem = .init(ptr: key, size: keySize) },
                        Self.argument(RD_KAFKA_VTYPE_VALUE) { $0.mem = .init(ptr: value, size: valueSize) },
                        Self.argument(RD_KAFKA_VTYPE_HEADERS) { $0.headers = list },
                        Self.argument(RD_KAFKA_VTYPE_OPAQUE) { $0.ptr = UnsafeMutableRawPointer(bitPattern: tag) },
                    ]
                    return rd_kafka_produceva(client, arguments, arguments.count)
                }
            }
        }
        guard let error else { return RD_KAFKA_RESP_ERR_NO_ERROR }
        // The queue takes the headers over only when it takes the record.
        rd_kafka_headers_destroy(list)
        defer { rd_kafka_error_destroy(error) }
        return rd_kafka_error_code(error)
    }

    private func makeHeaders() -> OpaquePointer? {
        guard let list = rd_kafka_headers_new(headers.count) else { return nil }
        for header in headers {
            let error = Self.withPointer(to: header.value) {
                rd_kafka_header_add(list, header.name, -1, $0, $1)
            }
            guard error == RD_KAFKA_RESP_ERR_NO_ERROR else {
                rd_kafka_headers_destroy(list)
                return nil
            }
        }
        return list
    }

    private typealias Argument = rd_kafka_vu_t.__Unnamed_union_u

    private static func argument(_ type: rd_kafka_vtype_t, _ set: (inout Argument) -> Void) -> rd_kafka_vu_t {
        var argument = rd_kafka_vu_t()
        argument.vtype = type
        set(&argument.u)
        return argument
    }

    private static func withPointer<Value>(
        to data: Data?, _ body: (UnsafeMutableRawPointer?, Int) -> Value
    ) -> Value {
        data.map { $0.withPointer(body) } ?? body(nil, 0)
    }
}

extension Data {
    /// Lends the bytes as C takes them: never a null pointer, which would mean "absent" instead of "empty".
    fileprivate func withPointer<Value>(_ body: (UnsafeMutableRawPointer?, Int) -> Value) -> Value {
        guard !isEmpty else {
            return withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { body($0.baseAddress, 0) }
        }
        return withUnsafeBytes { body(UnsafeMutableRawPointer(mutating: $0.baseAddress), $0.count) }
    }
}
