import CoreMetrics
import Testing

@testable import Runtime

@Suite("Metrics")
struct MetricsTests {
    private let registry = PrometheusRegistry(texts: ["kim_consumed_total": "Messages\nwith a \\ in it."])

    @Test("The exposition is Prometheus' text format, help and type once a name")
    func golden() {
        let topics = [("topic", "b"), ("topic", "a\"\\\n")]
        for topic in topics {
            Counter(label: "kim_consumed_total", dimensions: [topic], factory: registry).increment(by: 2)
        }
        Counter(label: "kim_consumed_total", dimensions: [topics[0]], factory: registry).increment()
        Gauge(label: "kim_age_seconds", dimensions: [], factory: registry).record(1.5)
        Recorder(label: "kim_batch", dimensions: [("x", "y")], aggregate: true, factory: registry).record(3)
        Timer(label: "kim_time_seconds", dimensions: [], factory: registry).recordMilliseconds(30)
        Timer(label: "kim_time_seconds", dimensions: [], factory: registry).recordSeconds(11)
        #expect(
            registry.exposition() == #"""
                # TYPE kim_age_seconds gauge
                kim_age_seconds 1.5
                # TYPE kim_batch histogram
                kim_batch_bucket{x="y",le="1"} 0
                kim_batch_bucket{x="y",le="2"} 0
                kim_batch_bucket{x="y",le="4"} 1
                kim_batch_bucket{x="y",le="8"} 1
                kim_batch_bucket{x="y",le="16"} 1
                kim_batch_bucket{x="y",le="32"} 1
                kim_batch_bucket{x="y",le="64"} 1
                kim_batch_bucket{x="y",le="128"} 1
                kim_batch_bucket{x="y",le="256"} 1
                kim_batch_bucket{x="y",le="512"} 1
                kim_batch_bucket{x="y",le="1024"} 1
                kim_batch_bucket{x="y",le="+Inf"} 1
                kim_batch_sum{x="y"} 3
                kim_batch_count{x="y"} 1
                # HELP kim_consumed_total Messages\nwith a \\ in it.
                # TYPE kim_consumed_total counter
                kim_consumed_total{topic="a\"\\\n"} 2
                kim_consumed_total{topic="b"} 3
                # TYPE kim_time_seconds histogram
                kim_time_seconds_bucket{le="0.001"} 0
                kim_time_seconds_bucket{le="0.0025"} 0
                kim_time_seconds_bucket{le="0.005"} 0
                kim_time_seconds_bucket{le="0.01"} 0
                kim_time_seconds_bucket{le="0.025"} 0
                kim_time_seconds_bucket{le="0.05"} 1
                kim_time_seconds_bucket{le="0.1"} 1
                kim_time_seconds_bucket{le="0.25"} 1
                kim_time_seconds_bucket{le="0.5"} 1
                kim_time_seconds_bucket{le="1"} 1
                kim_time_seconds_bucket{le="2.5"} 1
                kim_time_seconds_bucket{le="5"} 1
                kim_time_seconds_bucket{le="10"} 1
                kim_time_seconds_bucket{le="+Inf"} 2
                kim_time_seconds_sum 11.03
                kim_time_seconds_count 2

                """#)
    }

    @Test("A name keeps the type it came with")
    func oneType() {
        Counter(label: "kim_x", dimensions: [], factory: registry).increment()
        Gauge(label: "kim_x", dimensions: [], factory: registry).record(9)
        #expect(registry.exposition() == "# TYPE kim_x counter\nkim_x 1\n")
    }

    @Test("Counts from many tasks at once all count")
    func concurrent() async {
        let counter = Counter(label: "kim_x", dimensions: [], factory: registry)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<1000 { counter.increment() } } }
        }
        #expect(registry.exposition().hasSuffix("\nkim_x 8000\n"))
    }
}
