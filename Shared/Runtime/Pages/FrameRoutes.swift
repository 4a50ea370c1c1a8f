import Crypto
import Foundation
import HTTPTypes
import Hummingbird

/// What pages of all services need and everybody may have: the stylesheet, and the page after signing out.
struct FrameRoutes: Sendable {
    let frame: PageFrame

    /// Changes with the stylesheet, so that browsers may keep it.
    static let styleAddress = "/style.css?v=" + styleVersion

    private static let styleVersion = Data(SHA256.hash(data: Data(PackageResources.style_css)).prefix(6))
        .map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()

    func add(to router: Router<AppRequestContext>) {
        router.get("/style.css") { _, _ in
            var headers = PageHeaders.common
            headers[.contentType] = "text/css; charset=utf-8"
            headers[.cacheControl] = "public, max-age=86400"
            headers[.eTag] = "\"\(FrameRoutes.styleVersion)\""
            return Response(
                status: .ok, headers: headers,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.style_css)))
        }
        router.get("/signed-out") { [frame] request, context in
            let visit = frame.visit(request, context)
            let title = visit.words["signedOut"]
            return frame.response(.page(PageContent("signed-out", title: title, ["heading": title])), to: visit)
        }
    }
}
