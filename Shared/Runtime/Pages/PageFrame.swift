import Foundation
import HTTPTypes
import Hummingbird
import Models
import Mustache

/// What all pages of a service have around their content: language, navigation, who is signed in; made on the server of
/// templates, without a script.
///
/// Mustache escapes every value, but character by character: a quotation mark with a combining sign behind it is another
/// character and stays. In text that is harmless; in attributes templates therefore put only what is plain ASCII.
public struct PageFrame: Sendable {
    /// An entry of the navigation, for who has one of the roles.
    public struct Entry: Sendable {
        /// Where it leads.
        let path: String
        /// The key of its text.
        let text: String
        /// Who sees it.
        let roles: Set<Role>

        /// An entry of the navigation.
        public init(_ path: String, _ text: String, for roles: Set<Role>) {
            (self.path, self.text, self.roles) = (path, text, roles)
        }
    }

    private let library: MustacheLibrary
    private let texts: PageTexts
    private let codes: CodeNames
    private let navigation: [Entry]

    /// The frame with a service's own templates and texts.
    ///
    /// - Parameters:
    ///   - views: templates by name.
    ///   - texts: a file of the form `key: {german: "…", english: "…"}`.
    /// - Throws: ``PageError`` where one of them cannot be read.
    public init(
        codelists: Codelists, views: [String: [UInt8]] = [:], texts own: [UInt8]? = nil, navigation: [Entry] = []
    ) throws(PageError) {
        var templates: [String: MustacheTemplate] = [:]
        for (name, file) in PageFrame.views.merging(views, uniquingKeysWith: { $1 }) {
            do { templates[name] = try MustacheTemplate(string: String(decoding: file, as: UTF8.self)) } catch {
                throw PageError(description: "template \(name): \(error)")
            }
        }
        library = MustacheLibrary(templates: templates)
        texts = try PageTexts([PackageResources.texts_yaml] + [own].compactMap { $0 })
        codes = CodeNames(codelists: codelists, english: try PageFrame.englishCodes())
        self.navigation = navigation
    }

    /// The words of a language.
    func words(in language: PageLanguage) -> PageWords {
        PageWords(language: language, texts: texts[language], codes: codes)
    }

    /// A visit of nobody yet.
    func visit(_ request: Request, _ context: AppRequestContext) -> PageVisit {
        PageVisit(request: request, context: context, words: words(in: PageLanguage(of: request)))
    }

    /// Where the navigation begins for somebody; `nil` where nothing of it is theirs.
    public func firstPath(for identity: Identity) -> String? {
        navigation.first { !$0.roles.isDisjoint(with: identity.roles) }?.path
    }

    // MARK: - Answers

    /// The response to a visit.
    func response(_ answer: PageAnswer, to visit: PageVisit) -> Response {
        var response =
            switch answer {
            case .page(let content): page(content, visit)
            case .seeOther(let address): PageFrame.redirect(to: address)
            }
        if let chosen = PageLanguage.chosen(by: visit.request) { response.setCookie(chosen.remembered) }
        return response
    }

    /// A problem as a page in words.
    func response(_ problem: Problem, to visit: PageVisit) -> Response {
        let words = visit.words
        let title = words.title(of: problem)
        let model = ProblemModel(
            heading: title, detail: words.language == .german ? problem.detail.map { PageTerm($0) } : nil,
            advice: words.advice(on: problem), trace: visit.context.traceID,
            signIn: problem.status == .unauthorized)
        var response = page(
            PageContent("problem", title: title.text, status: problem.status, model), visit)
        for field in problem.headers { response.headers.append(field) }
        return response
    }

    static func redirect(to address: String) -> Response {
        var headers = PageHeaders.page
        headers[.contentType] = nil
        headers[.location] = address
        return Response(status: .seeOther, headers: headers)
    }

    private struct ProblemModel {
        let heading: PageTerm
        let detail: PageTerm?
        let advice: String?
        let trace: String
        let signIn: Bool
    }

    private struct Link {
        let address: String
        let text: String
        let isCurrent: Bool
    }

    private struct Caller {
        let principal: String
        let roleNames: String?
    }

    private struct Layout {
        let language: String
        let otherLanguage: String
        let otherLanguageName: String
        let otherLanguageAddress: String
        let documentTitle: String
        let t: [String: String]
        let navigation: [Link]
        let hasNavigation: Bool
        let caller: Caller?
        let style: String
        let template: String
        let page: Any
    }

    private func page(_ content: PageContent, _ visit: PageVisit) -> Response {
        let (words, identity) = (visit.words, visit.context.identity)
        let path = visit.request.uri.path
        let links = navigation.filter { !$0.roles.isDisjoint(with: identity.roles) }.map {
            Link(address: $0.path, text: words[$0.text], isCurrent: $0.path == path)
        }
        let names = Role.allCases.filter(identity.roles.contains).map { words["role-\($0.rawValue)"] }
        let other = words.language.other
        let layout = Layout(
            language: words.language.rawValue, otherLanguage: other.rawValue, otherLanguageName: other.ownName,
            otherLanguageAddress: PageFrame.address(content.address ?? visit.request.uri.string, in: other),
            documentTitle: content.title, t: words.texts, navigation: links, hasNavigation: !links.isEmpty,
            caller: identity == .nobody
                ? nil
                : Caller(principal: identity.principal, roleNames: names.isEmpty ? nil : names.joined(separator: ", ")),
            style: FrameRoutes.styleAddress, template: content.template, page: content.model)
        let html = library.render(layout, withTemplate: "layout") ?? ""
        return Response(
            status: content.status, headers: PageHeaders.page,
            body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    /// The same address in another language. What is no plain ASCII is left out of it.
    private static func address(_ address: String, in language: PageLanguage) -> String {
        let parts = address.split(separator: "?", maxSplits: 1)
        let path = SignInRoutes.localPath(parts.first.map(String.init))
        let kept = (parts.count == 2 ? parts[1] : "").split(separator: "&").filter { part in
            !part.hasPrefix("\(PageLanguage.parameter)=") && part.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        }
        return "\(path)?" + (kept + ["\(PageLanguage.parameter)=\(language.rawValue)"]).joined(separator: "&")
    }

    // MARK: - What the code was built with

    private static let views: [String: [UInt8]] = [
        "layout": PackageResources.layout_mustache, "problem": PackageResources.problem_mustache,
        "signed-out": PackageResources.signed_out_mustache, "term": PackageResources.term_mustache,
        "errors": PackageResources.errors_mustache,
    ]

    private static func englishCodes() throws(PageError) -> [String: [String: String]] {
        do { return try PageTexts.decode(PackageResources.codes_english_yaml) } catch {
            throw PageError(description: "English names of codes: \(error)")
        }
    }
}

extension PageWords {
    /// The sentence of a problem, where pages have one of their own; else its German title.
    public func title(of problem: Problem) -> PageTerm {
        if let text = texts["problem-\(problem.type)"] { return PageTerm(text) }
        return PageTerm(problem.title, foreign: language == .german ? nil : .german)
    }

    fileprivate func advice(on problem: Problem) -> String? {
        texts["advice-\(problem.type)"]
    }
}
