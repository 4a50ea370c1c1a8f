// Kinds of values that our own bodies hold besides those of the public way in.

extension Shape {
    /// One of the values of a type.
    static func oneOf<Value: CaseIterable & RawRepresentable<String>>(_ type: Value.Type) -> Shape {
        .oneOf(type.allCases.map(\.rawValue))
    }

    /// A number in a range, inclusive, or `null`.
    static func numberOrNull(_ range: ClosedRange<Double>) -> Shape { .orNull(.number(range)) }
}
