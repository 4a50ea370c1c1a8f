import CoreMetrics
import Synchronization

/// One series: a metric's name with one set of labels.
final class Instrument: Sendable {
    enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    private struct State {
        var value = 0.0
        var count = 0
        var buckets: [Int]
    }
    private let state: Mutex<State>
    private let limits: [Double]
    /// What precedes each number in the text, rendered once.
    private let heads: [String]
    let kind: Kind

    init(kind: Kind, name: String, labels: String) {
        self.kind = kind
        limits = kind == .histogram ? Instrument.limits(of: name) : []
        state = Mutex(State(buckets: Array(repeating: 0, count: limits.count)))
        let braced = labels.isEmpty ? "" : "{\(labels)}"
        if kind == .histogram {
            let more = labels.isEmpty ? "" : labels + ","
            heads =
                (limits.map(PrometheusText.number) + ["+Inf"]).map { "\(name)_bucket{\(more)le=\"\($0)\"} " }
                + ["\(name)_sum\(braced) ", "\(name)_count\(braced) "]
        } else {
            heads = ["\(name)\(braced) "]
        }
    }

    /// Upper limits of the buckets: seconds for names that say so, else powers of two.
    private static func limits(of name: String) -> [Double] {
        name.hasSuffix("_seconds")
            ? [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
            : [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]
    }

    func add(_ amount: Double) {
        state.withLock { $0.value += amount }
    }

    func set(_ value: Double) {
        state.withLock { $0.value = value }
    }

    func observe(_ value: Double) {
        state.withLock { state in
            state.value += value
            state.count += 1
            if let bucket = limits.firstIndex(where: { value <= $0 }) { state.buckets[bucket] += 1 }
        }
    }

    func write(into text: inout String) {
        let state = state.withLock { $0 }
        guard kind == .histogram else {
            text += heads[0] + PrometheusText.number(state.value) + "\n"
            return
        }
        var cumulated = 0
        for (head, count) in zip(heads, state.buckets) {
            cumulated += count
            text += head + String(cumulated) + "\n"
        }
        text += heads[limits.count] + String(state.count) + "\n"
        text += heads[limits.count + 1] + PrometheusText.number(state.value) + "\n"
        text += heads[limits.count + 2] + String(state.count) + "\n"
    }
}

/// A series as swift-metrics writes to it.
final class NumberHandler: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler,
    CoreMetrics.TimerHandler
{
    private let instrument: Instrument

    init(_ instrument: Instrument) {
        self.instrument = instrument
    }

    func increment(by amount: Int64) { instrument.add(Double(amount)) }
    func increment(by amount: Double) { instrument.add(amount) }
    func decrement(by amount: Double) { instrument.add(-amount) }
    func set(_ value: Int64) { instrument.set(Double(value)) }
    func set(_ value: Double) { instrument.set(value) }
    func reset() { instrument.set(0) }
    func record(_ value: Int64) { record(Double(value)) }
    func record(_ value: Double) {
        if instrument.kind == .histogram { instrument.observe(value) } else { instrument.set(value) }
    }
    func recordNanoseconds(_ duration: Int64) { instrument.observe(Double(duration) / 1e9) }
}
