/// What the metrics mean, as their HELP lines say it.
enum MetricTexts {
    static let all = [
        "kim_answer_errors_total": "Events refused or without a match, by the code of each reason.",
        "kim_answers_total": "Intake events answered, by outcome.",
        "kim_batch_messages": "Messages handled in one transaction.",
        "kim_batch_retries_total": "Batches that were tried again because the store was at fault.",
        "kim_consumed_total": "Messages consumed, by topic.",
        "kim_consumer_lag": "Messages between the position and the end of a partition.",
        "kim_dead_letters_total": "Messages set aside, by cause.",
        "kim_handled_total": "Messages by event type and outcome.",
        "kim_http_request_seconds": "Time from a request to its response.",
        "kim_http_requests_total": "HTTP requests.",
        "kim_last_progress_timestamp_seconds": "When the loop of the message path last turned.",
        "kim_outbox_oldest_age_seconds": "Age of the oldest event that waits for publication.",
        "kim_outbox_pending": "Events that wait for publication.",
        "kim_published_total": "Events that the broker acknowledged.",
        "kim_relay_stopped_topics": "Topics that refuse events and are tried again later.",
        "kim_retention_half_used": "1 where the next message is older than half of what its topic keeps.",
        "kim_timers_fired_total": "Timers fired.",
        "kim_transaction_seconds": "Time of one store transaction with its commit.",
        "process_resident_memory_bytes": "Memory of the process.",
        "process_start_time_seconds": "When the process started.",
    ]
}
