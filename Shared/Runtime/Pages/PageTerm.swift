import Models

/// A name or sentence on a page: where it is not in the page's language, pages say in which it is (WCAG 3.1.2).
public struct PageTerm: Sendable, Hashable {
    /// What is read.
    public let text: String
    /// The language, where it is another than the page's.
    public let foreign: String?

    /// A term in the page's language, or in another one.
    public init(_ text: String, foreign: PageLanguage? = nil) {
        (self.text, self.foreign) = (text, foreign?.rawValue)
    }
}

/// The names of codes in both languages: codelists have the German ones, a table of pages the English ones.
struct CodeNames: Sendable {
    let codelists: Codelists
    let english: [String: [String: String]]

    /// The name of a code; in German where there is no English one.
    func term(_ list: String, _ code: String, in language: PageLanguage) -> PageTerm {
        if language == .english, let name = english[list]?[code] { return PageTerm(name) }
        let name = codelists[list]?.german(code)
        return PageTerm(name ?? code, foreign: language == .english && name != nil ? .german : nil)
    }
}
