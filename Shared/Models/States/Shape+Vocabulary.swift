// Kinds of values that our own bodies hold besides those of the public way in.

extension Shape {
    /// One of the values of a type.
    static func oneOf<Value: CaseIterable & RawRepresentable<String>>(_ type: Value.Type) -> Shape { .reference }

    /// A number in a range, inclusive.
    static func number(_ range: ClosedRange<Double>) -> Shape { .any }

    /// A number in a range, inclusive, or `null`.
    static func numberOrNull(_ range: ClosedRange<Double>) -> Shape { .any }

    /// An object whose members have names of their own and values of one shape.
    static func table(of value: Shape) -> Shape { .any }
}
