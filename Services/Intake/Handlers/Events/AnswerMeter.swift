import Metrics
import Models

/// Counts what events are answered with, for whoever watches the service (contracts 5: a contract error is a receipt
/// and a metric). Only what the contracts list becomes a label. What is sent again counts again, as does a batch that
/// is tried again; exact numbers are in the ``PublisherTally``.
enum AnswerMeter {
    /// Counts the answer to an event.
    static func count(_ receipt: Receipt) {
        Counter(label: "kim_answers_total", dimensions: [("outcome", receipt.outcome.rawValue)]).increment()
        guard [.rejected, .notMatched].contains(receipt.outcome) else { return }
        for code in Set(receipt.reasons.map(\.code.rawValue)) {
            Counter(label: "kim_answer_errors_total", dimensions: [("code", code)]).increment()
        }
    }
}
