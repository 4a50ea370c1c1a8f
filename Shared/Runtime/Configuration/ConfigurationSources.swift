import Configuration
import Foundation
import SystemPackage

/// Where configuration comes from: the command line (`--http-port 8081`) before the environment (`KIM_HTTP_PORT`)
/// before the file (`http: {port: 8081}`) that `KIM_CONFIGURATION_FILE` names.
public struct ConfigurationSources: Sendable {
    /// The usual way to values; it takes a value of the wrong type for an absent one, so
    /// ``value(_:accepted:parse:)`` is better for what a process needs.
    public let reader: ConfigReader
    let arguments: [String]
    let environment: [String: String]
    let file: FileProvider<YAMLSnapshot>?
    private let commandLine: CommandLineArgumentsProvider
    private let variables: KeyMappingProvider<EnvironmentVariablesProvider>

    /// The sources of a process, or those of a test.
    ///
    /// - Parameters:
    ///   - arguments: the command line, the program's name first.
    ///   - environment: the environment variables.
    /// - Throws: when the file cannot be read or is neither YAML nor JSON.
    public init(
        arguments: [String] = CommandLine.arguments,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws(ConfigurationError) {
        self.arguments = arguments
        self.environment = environment
        commandLine = CommandLineArgumentsProvider(arguments: arguments)
        variables = EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "kim")
        let key = ConfigKey("configurationFile")
        if let path = Self.text(key, in: commandLine) ?? Self.text(key, in: variables) {
            file = try await Self.readFile(path)
        } else {
            file = nil
        }
        var providers: [any ConfigProvider] = [commandLine, variables]
        if let file { providers.append(file) }
        reader = ConfigReader(providers: providers)
    }

    private static func readFile(_ path: String) async throws(ConfigurationError) -> FileProvider<YAMLSnapshot> {
        do { return try await FileProvider<YAMLSnapshot>(filePath: FilePath(path)) } catch {
            throw ConfigurationError(problems: [
                "KIM_CONFIGURATION_FILE: \"\(path)\" cannot be read; a YAML or JSON file"
            ])
        }
    }

    /// The environment variable of a key, by which messages name it.
    public func name(of key: ConfigKey) -> String {
        let lookup = try? variables.value(forKey: AbsoluteConfigKey(key), type: .string)
        return lookup?.encodedKey ?? key.description
    }

    /// The text that the first source with this key has; `nil` where none has it.
    public func text(_ key: ConfigKey) -> String? {
        Self.text(key, in: commandLine) ?? Self.text(key, in: variables) ?? file.flatMap { Self.text(key, in: $0) }
    }

    /// The text that the command line has.
    func argument(_ key: ConfigKey) -> String? { Self.text(key, in: commandLine) }

    /// The value of a key; `nil` where no source has it.
    ///
    /// - Parameters:
    ///   - accepted: what is accepted, in words that follow "is not accepted;".
    ///   - parse: reads the value, `nil` for what is not accepted.
    /// - Throws: ``ConfigurationError`` for what is not accepted.
    public func value<Value>(
        _ key: ConfigKey, accepted: String, parse: (String) -> Value?
    ) throws(ConfigurationError) -> Value? {
        guard let text = text(key) else { return nil }
        guard let value = parse(text) else {
            throw ConfigurationError(problems: ["\(name(of: key)): \"\(text)\" is not accepted; \(accepted)"])
        }
        return value
    }

    /// A value with commas comes as a list from the command line, and may be written as one in a file.
    private static func text(_ key: ConfigKey, in provider: some ConfigProvider) -> String? {
        let key = AbsoluteConfigKey(key)
        if case .string(let text) = (try? provider.value(forKey: key, type: .string))?.value?.content { return text }
        guard case .stringArray(let parts) = (try? provider.value(forKey: key, type: .stringArray))?.value?.content
        else { return nil }
        return parts.joined(separator: ",")
    }
}
