/// The one description of a JSON document from which both its check and its JSON Schema follow.
public indirect enum Shape: Sendable, Equatable {
    /// An object of these fields; other fields are accepted and told. With `anyOf`, at least one of those is required.
    case object([Field], anyOf: [String] = [])
    /// An object whose further fields depend on the code in one of them.
    case choice(Choice)
    /// An array of so many elements, inclusive; `unique`: no element twice.
    case array(of: Shape, count: ClosedRange<Int>, unique: Bool = false)
    /// A text.
    case string(TextRule)
    /// A code of the codelist with this name, valid on the day of the check.
    case code(list: String)
    /// `1991`, `1991-04` or `1991-04-12`.
    case partialDate
    /// A day, `yyyy-MM-dd`.
    case date
    /// An instant after RFC 3339 with offset.
    case instant
    /// A whole number in a range, inclusive.
    case integer(ClosedRange<Int>)
    /// A number in a range, inclusive.
    case number(ClosedRange<Double>)
    /// `true` or `false`.
    case boolean
    /// One of these texts. For what the code itself tells apart; other codes belong in a codelist.
    case oneOf([String])
    /// `null`, or else this.
    case orNull(Shape)
    /// An object whose members have names of their own and values of one shape.
    case table(of: Shape)
    /// Any JSON.
    case any
}

extension Shape {
    /// A field of an object.
    public struct Field: Sendable, Equatable {
        /// The name in JSON.
        public let name: String
        /// What the field holds.
        public let shape: Shape
        /// The code of the error that its absence is; `nil` where it may be absent.
        public let absence: ReasonCode?
        /// What a publisher must know of it, in English; for the schema.
        public let note: String?

        /// A field that may be absent.
        public static func optional(_ name: String, _ shape: Shape, note: String? = nil) -> Field {
            Field(name: name, shape: shape, absence: nil, note: note)
        }

        /// A field that must be there.
        ///
        /// - Parameter absence: the code of the error where it is not.
        public static func required(
            _ name: String, _ shape: Shape, absence: ReasonCode = .missingField, note: String? = nil
        ) -> Field {
            Field(name: name, shape: shape, absence: absence, note: note)
        }
    }

    /// Objects that have a code in common on which their other fields depend.
    public struct Choice: Sendable, Equatable {
        /// The name of the field that decides.
        public let tag: String
        /// The codelist of that field.
        public let list: String
        /// Of these fields at least one is required.
        public let anyOf: [String]
        /// The fields of each code of the list, without the tag.
        public let variants: [Variant]

        /// The fields for one code.
        public struct Variant: Sendable, Equatable {
            /// The code.
            public let code: String
            /// The fields besides the tag.
            public let fields: [Field]

            /// The fields for a code.
            public init(_ code: String, _ fields: [Field]) {
                self.code = code
                self.fields = fields
            }
        }

        /// A choice between objects.
        public init(by tag: String, list: String, anyOf: [String] = [], _ variants: [Variant]) {
            self.tag = tag
            self.list = list
            self.anyOf = anyOf
            self.variants = variants
        }
    }

    /// A line of at most so many Unicode scalars, not empty.
    public static func line(_ maximum: Int) -> Shape { .string(TextRule(maximum: maximum)) }

    /// A text of several lines, at most so many Unicode scalars.
    public static func text(_ maximum: Int) -> Shape { .string(TextRule(maximum: maximum, form: .text)) }

    /// A name in Latin letters (DIN 91379) of at most so many Unicode scalars.
    public static func latinName(_ maximum: Int) -> Shape { .string(TextRule(maximum: maximum, form: .latinName)) }

    /// An opaque reference.
    public static let reference = Shape.string(TextRule(maximum: Reference.maximumLength, form: .reference))

    /// A telephone number: E.164, or a German way of writing one (``PhoneNumber``).
    public static let phone = Shape.string(TextRule(minimum: 6, maximum: 40, form: .phone))

    /// An e-mail address.
    public static let email = Shape.string(TextRule(minimum: 5, maximum: 254, form: .email))

    /// A language tag (BCP 47).
    public static let languageTag = Shape.string(TextRule(minimum: 2, maximum: 35, form: .languageTag))

    /// A municipality key.
    public static let ags = Shape.string(TextRule(minimum: 8, maximum: 8, form: .ags))
}
