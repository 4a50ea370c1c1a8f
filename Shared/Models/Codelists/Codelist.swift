/// A versioned list of codes (contracts 7).
public struct Codelist: Sendable, Hashable {
    /// The name, as messages and schemas tell it.
    public let name: String
    /// The version, a day as text.
    public let version: String
    /// The values in their order.
    public let values: [Value]
    /// The open part of the list, where codes of another system are accepted.
    public let family: Family?
    private let byCode: [String: Value]

    init(name: String, version: String, values: [Value], family: Family? = nil) {
        self.name = name
        self.version = version
        self.values = values
        self.family = family
        byCode = Dictionary(values.map { ($0.code, $0) }) { first, _ in first }
    }

    /// The value of this code, whether it is valid now or not; `nil` where the list has none.
    public subscript(code: String) -> Value? { byCode[code] }

    /// The German name of a code; the code itself where the list has none.
    public func german(_ code: String) -> String { byCode[code]?.german ?? code }

    /// How a code stands on a day.
    public func standing(of code: String, on day: LocalDate) -> Standing {
        guard let value = byCode[code] else {
            return family?.contains(code) == true ? .valid : .unknown
        }
        return value.isValid(on: day) ? .valid : .notOnThisDay
    }

    /// The values that are valid on a day, in their order.
    public func values(on day: LocalDate) -> [Value] { values.filter { $0.isValid(on: day) } }
}

extension Codelist {
    /// How a code stands on a day.
    public enum Standing: Sendable, Hashable {
        /// In the list and valid.
        case valid
        /// In the list, but not valid on this day.
        case notOnThisDay
        /// Not in the list.
        case unknown
    }

    /// One code with its meaning.
    public struct Value: Sendable, Hashable, Decodable {
        /// The code.
        public let code: String
        /// The name for people.
        public let german: String
        /// The first day of its validity; `nil`: always.
        public let validFrom: LocalDate?
        /// The last day of its validity; `nil`: open.
        public let validTo: LocalDate?
        /// Whether it tells of health, disability or protection from violence (Art. 9 DSGVO).
        public let specialCategory: Bool

        /// Whether the code may be used on a day.
        public func isValid(on day: LocalDate) -> Bool {
            validFrom.map { $0 <= day } ?? true && validTo.map { day <= $0 } ?? true
        }

        private enum CodingKeys: CodingKey { case code, german, validFrom, validTo, specialCategory }

        /// Reads a value; what is left out is open or `false`.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            code = try container.decode(String.self, forKey: .code)
            german = try container.decode(String.self, forKey: .german)
            validFrom = try container.decodeIfPresent(LocalDate.self, forKey: .validFrom)
            validTo = try container.decodeIfPresent(LocalDate.self, forKey: .validTo)
            specialCategory = try container.decodeIfPresent(Bool.self, forKey: .specialCategory) ?? false
        }

        init(code: String, german: String, validFrom: LocalDate? = nil, validTo: LocalDate? = nil) {
            (self.code, self.german, self.validFrom, self.validTo) = (code, german, validFrom, validTo)
            specialCategory = false
        }
    }

    /// Codes of another system: a prefix and a number of so many digits.
    public struct Family: Sendable, Hashable, Decodable {
        /// What precedes the digits.
        public let prefix: String
        /// The number of digits.
        public let digits: Int

        func contains(_ code: String) -> Bool {
            code.hasPrefix(prefix) && code.utf8.count == prefix.utf8.count + digits
                && code.utf8.suffix(digits).allSatisfy(\.isASCIIDigit)
        }
    }
}
