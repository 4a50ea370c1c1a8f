import CRdKafka

/// Brings librdkafka's log lines to the settings' logger.
final class LogSink: Sendable {
    private let logger: KafkaSettings.Logger

    init(_ logger: @escaping KafkaSettings.Logger) {
        self.logger = logger
    }

    /// Attaches the sink and hands over a reference to it that must outlive the handle.
    func attach(to configuration: OpaquePointer) -> Unmanaged<LogSink> {
        let reference = Unmanaged.passRetained(self)
        rd_kafka_conf_set_opaque(configuration, reference.toOpaque())
        rd_kafka_conf_set_log_cb(configuration) { client, level, facility, text in
            guard let client, let opaque = rd_kafka_opaque(client), let text else { return }
            let facility = facility.map { String(cString: $0) + ": " } ?? ""
            Unmanaged<LogSink>.fromOpaque(opaque).takeUnretainedValue().logger(level, facility + String(cString: text))
        }
        return reference
    }
}
