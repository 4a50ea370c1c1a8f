import Hummingbird
import NIOCore
import ServiceLifecycle

/// The HTTP server among the services of the process; says in words why it cannot listen.
struct HTTPService<Server: ApplicationProtocol>: Service {
    let server: Server
    let address: String

    func run() async throws {
        do { try await server.run() } catch let error as IOError {
            throw ListenError(description: "HTTP cannot listen on \(address) (KIM_HTTP_HOST, KIM_HTTP_PORT): \(error)")
        }
    }

    struct ListenError: Error, CustomStringConvertible {
        let description: String
    }
}
