import Models

extension ServiceKeys {
    /// Keys that nobody has used before.
    public static func fresh(for service: ServiceName) throws -> ServiceKeys {
        try ServiceKeys(file: makeFile(for: service))
    }
}
