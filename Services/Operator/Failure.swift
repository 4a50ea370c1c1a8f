import ArgumentParser

/// Why a command did not do what it was asked, in words for the operator. Exit status 1.
struct Failure: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension Double {
    /// The seconds as a duration, for options.
    var seconds: Duration { .milliseconds(Int(min(self, 31_536_000) * 1000)) }
}
