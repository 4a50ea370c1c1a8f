import HTTPTypes

/// What browsers are told besides a page: to run no script, take nothing from elsewhere and keep nothing.
enum PageHeaders {
    /// No script, no frame, no foreign origin.
    static let contentSecurityPolicy = """
        default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
        """

    /// The headers of every page.
    static let page: HTTPFields = {
        var headers = common
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.cacheControl] = "no-store"
        headers[.contentSecurityPolicy] = contentSecurityPolicy
        return headers
    }()

    /// The headers of what pages are made with.
    static let common: HTTPFields = {
        var headers: HTTPFields = [.xContentTypeOptions: "nosniff"]
        for (name, value) in [
            // With `no-referrer` browsers would send `Origin: null` along with forms, which the gate refuses.
            ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ] {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return headers
    }()
}
