import HTTPTypes
import Hummingbird

/// Somebody asks for a page: who, in which language, and the request itself.
public struct PageVisit: Sendable {
    /// The request.
    public let request: Request
    /// What accompanies it; has the identity.
    public internal(set) var context: AppRequestContext
    /// The words of the answer.
    public let words: PageWords

    /// A value of the address' query; `nil` where it is absent or empty, as forms send what nobody chose.
    public func query(_ name: String) -> String? { request.filledQuery(name) }
}

/// What a page or form is answered with.
public enum PageAnswer: Sendable {
    /// A page.
    case page(PageContent)
    /// Another address of this service to go to, as after every change.
    case seeOther(String)
}

/// A page inside the frame.
public struct PageContent: Sendable {
    /// The template, by the name under which the frame has it.
    let template: String
    /// The heading and the document's title.
    let title: String
    /// The status of the response.
    let status: HTTPResponse.Status
    /// The page's address, where it is another than the request's: links to the other language go there.
    let address: String?
    /// What the template shows.
    let model: any Sendable

    /// A page of a template.
    public init(
        _ template: String, title: String, status: HTTPResponse.Status = .ok, address: String? = nil,
        _ model: any Sendable
    ) {
        (self.template, self.title, self.status) = (template, title, status)
        (self.address, self.model) = (address, model)
    }
}

extension Request {
    /// A value of the address' query; `nil` where it is absent or empty, as forms send what nobody chose.
    public func filledQuery(_ name: String) -> String? {
        uri.queryParameters.get(name).flatMap { $0.isEmpty ? nil : $0 }
    }
}
