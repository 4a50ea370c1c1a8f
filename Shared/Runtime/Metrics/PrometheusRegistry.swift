import CoreMetrics
import Foundation
import Synchronization

/// The metrics of a process, written in Prometheus' text format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
///
/// A timer is a histogram of seconds, an aggregating recorder a histogram of numbers, any other recorder a gauge.
final class PrometheusRegistry: MetricsFactory, Sendable {
    /// The media type of ``exposition()``.
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    private struct Family {
        let kind: Instrument.Kind
        var series: [String: Instrument] = [:]
    }
    private let families = Mutex<[String: Family]>([:])
    private let texts: [String: String]

    /// - Parameter texts: what the metrics mean, by name.
    init(texts: [String: String] = MetricTexts.all) {
        self.texts = texts
    }

    private func instrument(_ label: String, _ dimensions: [(String, String)], _ kind: Instrument.Kind) -> Instrument {
        let labels = PrometheusText.labels(dimensions)
        return families.withLock { families in
            var family = families[label] ?? Family(kind: kind)
            // A name has one type in this format: what comes with another one is measured for nobody.
            guard family.kind == kind else { return Instrument(kind: kind, name: label, labels: labels) }
            if let known = family.series[labels] { return known }
            let made = Instrument(kind: kind, name: label, labels: labels)
            family.series[labels] = made
            families[label] = family
            return made
        }
    }

    /// All metrics, names and labels in order.
    func exposition() -> String {
        let families = families.withLock { $0 }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            if let help = texts[name] { text += "# HELP \(name) \(PrometheusText.help(help))\n" }
            text += "# TYPE \(name) \(family.kind.rawValue)\n"
            for (_, instrument) in family.series.sorted(by: { $0.key < $1.key }) { instrument.write(into: &text) }
        }
        return text
    }

    // MARK: - Making instruments

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        NumberHandler(instrument(label, dimensions, .counter))
    }

    func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        NumberHandler(instrument(label, dimensions, .counter))
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        NumberHandler(instrument(label, dimensions, .gauge))
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        NumberHandler(instrument(label, dimensions, aggregate ? .histogram : .gauge))
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any CoreMetrics.TimerHandler {
        NumberHandler(instrument(label, dimensions, .histogram))
    }

    // An exposed series stays: a counter that vanishes and comes back would look like a restart.
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any CoreMetrics.TimerHandler) {}
}
