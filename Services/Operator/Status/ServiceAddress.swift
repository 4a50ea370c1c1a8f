import Models

/// Where the HTTP servers of the four services are.
struct ServiceAddress: Equatable {
    var service: ServiceName
    var host: String
    var port: Int

    /// The address of a path there; an IPv6 host is put into brackets.
    func address(_ path: String) -> String {
        "http://\(host.contains(":") ? "[\(host)]" : host):\(port)\(path)"
    }

    /// The four services on one host, on their usual ports or on these, in the order intake, case-handling,
    /// supervision, statistics.
    static func all(host: String, ports: String?) throws(Failure) -> [ServiceAddress] {
        let services = ServiceName.allCases
        guard let ports else {
            return services.map { ServiceAddress(service: $0, host: host, port: $0.defaultPort) }
        }
        let numbers = ports.split(separator: ",", omittingEmptySubsequences: false).compactMap { Int($0) }
        guard numbers.count == services.count, numbers.allSatisfy({ (1...65_535).contains($0) }) else {
            let order = services.map(\.rawValue).joined(separator: ", ")
            throw Failure("--ports \(ports): not accepted; four ports separated by commas, for \(order)")
        }
        return zip(services, numbers).map { ServiceAddress(service: $0, host: host, port: $1) }
    }
}
