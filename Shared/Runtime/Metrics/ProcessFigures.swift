import CoreMetrics
import Foundation

/// What Prometheus' conventions ask of every process.
struct ProcessFigures: Sendable {
    private let memory: Gauge
    private let startTime: Gauge

    init(startedAt: Date, factory: any MetricsFactory) {
        memory = Gauge(label: "process_resident_memory_bytes", dimensions: [], factory: factory)
        startTime = Gauge(label: "process_start_time_seconds", dimensions: [], factory: factory)
        startTime.record(startedAt.timeIntervalSince1970)
    }

    /// Reads what changes.
    func refresh() {
        // Linux only; elsewhere the figure stays absent.
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return }
        memory.record(pages * Int(sysconf(Int32(_SC_PAGESIZE))))
    }
}
