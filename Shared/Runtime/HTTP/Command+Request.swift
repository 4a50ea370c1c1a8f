import Foundation
import HTTPTypes
import Hummingbird
import Models
import Pipeline

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")
}

/// The command that a request is.
///
/// Its id follows from the `Idempotency-Key` within principal, method and path, so that a repeated request has no
/// second effect; without one it is random.
///
/// - Parameters:
///   - name: what is to be done.
///   - ask: what the request asks for: the same key with another is refused.
///   - subject: the aggregate that it is about.
///   - key: the key where it stands in a form; that of the header where absent.
///   - clock: the time now.
/// - Throws: ``Problem`` 400 for a key that is not of the form of contracts 2.
public func command(
    _ name: String, _ ask: some Encodable, about subject: String? = nil, from request: Request, key: String? = nil,
    context: AppRequestContext, clock: @Sendable () -> Date
) throws -> Command {
    try Command(
        name, ask, id: commandID(of: request, key: key, principal: context.principal), about: subject,
        actor: context.principal, instant: clock(), traceParent: context.traceParent)
}

private func commandID(of request: Request, key: String?, principal: String) throws -> String {
    guard let key = key ?? HTTPField.Name.idempotencyKey.flatMap({ request.headers[$0] }) else {
        return UUID().uuidString.lowercased()
    }
    guard RecordKey.isValid(key.utf8) else {
        throw Problem.invalidParameter(
            "Idempotency-Key", accepted: "1 bis 128 Zeichen aus Buchstaben, Ziffern und . _ : ; = -")
    }
    let scope = [principal, request.method.rawValue, request.uri.path, key].joined(separator: "\n")
    return DerivedID.digest(of: Data(scope.utf8))
}
