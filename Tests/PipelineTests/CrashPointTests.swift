#if DEBUG

    import Foundation
    import Testing

    @testable import Pipeline

    @Suite("Crash points", .timeLimit(.minutes(1)))
    struct CrashPointTests {
        @Test("A process dies when it is at its point for the n-th time, and not before")
        func dies() async {
            await #expect(processExitsWith: .signal(SIGKILL)) {
                let crash = try CrashPoints(of: ["KIM_CRASH_POINT": "batch-committed:2"])
                for _ in 0..<2 { crash.at(.batchCommitted) }
            }
            await #expect(processExitsWith: .success) {
                let crash = try CrashPoints(of: ["KIM_CRASH_POINT": "batch-committed:2"])
                for point in CrashPoint.allCases { crash.at(point) }
                for point in CrashPoint.allCases { CrashPoints.none.at(point) }
            }
        }

        @Test(
            "A setting that names no point, or no time, stops the start and says what is accepted",
            arguments: [
                "", "batch-committed", "nowhere:1", "batch-committed:0", "batch-committed:1:1",
            ])
        func refuses(_ setting: String) {
            let error = #expect(throws: UnknownCrashPoint.self) {
                try CrashPoints(of: ["KIM_CRASH_POINT": setting])
            }
            #expect(error?.description.contains("batch-committed") == true)
        }

        @Test("Without the setting nothing is to crash")
        func isOff() throws {
            let crash = try CrashPoints(of: [:])
            for point in CrashPoint.allCases { crash.at(point) }
        }
    }

#endif
