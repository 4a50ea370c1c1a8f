import Hummingbird

/// The languages of pages: German unless somebody chose English, in the address or, remembered, in a cookie.
public enum PageLanguage: String, Sendable, CaseIterable {
    /// German.
    case german = "de"
    /// English.
    case english = "en"

    /// The parameter of an address that chooses.
    static let parameter = "lang"
    /// The cookie that remembers; ports do not separate cookies, so that one choice holds for all services of a host.
    static let cookie = "kim-language"
    /// How long a choice is remembered, in seconds.
    static let lifetime = 365 * 24 * 3600

    /// What the address of a request chooses.
    static func chosen(by request: Request) -> PageLanguage? {
        request.uri.queryParameters.get(parameter).flatMap(PageLanguage.init)
    }

    /// The language of the answer to a request.
    init(of request: Request) {
        self =
            PageLanguage.chosen(by: request)
            ?? request.cookies[PageLanguage.cookie].flatMap { PageLanguage(rawValue: $0.value) } ?? .german
    }

    /// The one to switch to.
    var other: PageLanguage { self == .german ? .english : .german }

    /// Its name in itself.
    var ownName: String { self == .german ? "Deutsch" : "English" }

    /// The cookie that remembers this choice.
    var remembered: Cookie {
        Cookie(
            name: PageLanguage.cookie, value: rawValue, maxAge: PageLanguage.lifetime, path: "/", secure: true,
            httpOnly: true, sameSite: .lax)
    }
}
