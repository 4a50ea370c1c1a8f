import Foundation
import Kafka
import Logging
import TestSupport
import Testing

@testable import Runtime

@Suite("Configuration")
struct ConfigurationTests {
    @Test(
        "A wrong value names its key and what is accepted",
        arguments: [
            ("KIM_HTTP_PORT", "abc", "KIM_HTTP_PORT: \"abc\" is not accepted; a port from 0 to 65535"),
            ("KIM_HTTP_PORT", "65536", "KIM_HTTP_PORT: \"65536\" is not accepted; a port from 0 to 65535"),
            ("KIM_HTTP_PORT", "", "KIM_HTTP_PORT: \"\" is not accepted; a port from 0 to 65535"),
            ("KIM_HTTP_HOST", "", "KIM_HTTP_HOST: \"\" is not accepted; a host name or an address"),
            ("KIM_STORE_DIRECTORY", nil, "KIM_STORE_DIRECTORY is missing; the folder of the store"),
            ("KIM_TERRITORY_FILE", nil, "KIM_TERRITORY_FILE is missing; the file of the territory"),
            ("KIM_KEY_FILE", nil, "KIM_KEY_FILE is missing; the service's key file, as `kim keys init` writes it"),
            (
                "KIM_PUBLIC_KEYS_FILE", nil,
                "KIM_PUBLIC_KEYS_FILE is missing; the file of public keys, as `kim keys init` writes it"
            ),
            (
                "KIM_KAFKA_BOOTSTRAP_SERVERS", nil,
                "KIM_KAFKA_BOOTSTRAP_SERVERS is missing; host:port, several separated by commas"
            ),
            (
                "KIM_TOPIC_PREFIX", "kim gt.",
                "KIM_TOPIC_PREFIX: \"kim gt.\" is not accepted; up to 60 letters, digits, '.', '_' and '-'"
            ),
            (
                "KIM_JWKS", nil,
                "KIM_JWKS is missing; the file of the keys that tokens are verified with, or its https address"
            ),
            (
                "KIM_JWKS", "http://login.example/keys",
                "KIM_JWKS: \"http://login.example/keys\" is not accepted; "
                    + "the file of the keys that tokens are verified with, or its https address"
            ),
            ("KIM_MODE", nil, "KIM_JWT_ISSUER is missing; the issuer of the tokens"),
            (
                "KIM_PUBLIC_ADDRESS", "https://kim.example/",
                "KIM_PUBLIC_ADDRESS: \"https://kim.example/\" is not accepted; https://host[:port] without a path"
            ),
            (
                "KIM_LOG_LEVEL", "loud",
                "KIM_LOG_LEVEL: \"loud\" is not accepted; one of trace, debug, info, notice, warning, error, critical"
            ),
        ] as [(String, String?, String)])
    func wrongValue(key: String, value: String?, problem: String) async throws {
        let rig = try Rig()
        await #expect(throws: ConfigurationError(problems: [problem])) { try await rig.configuration([key: value]) }
    }

    @Test("All wrong keys are told at once")
    func everythingAtOnce() async throws {
        let rig = try Rig()
        let error = await #expect(throws: ConfigurationError.self) {
            try await rig.configuration([
                "KIM_HTTP_PORT": "x", "KIM_LOG_LEVEL": "x", "KIM_STORE_DIRECTORY": nil, "KIM_KAFKA_ACKS": "1",
            ])
        }
        #expect(error?.problems.count == 4)
    }

    @Test(
        "A property that the message path fixes is refused with the reason",
        arguments: KafkaSettings.fixedProperties.sorted { $0.key < $1.key })
    func fixedProperty(property: String, reason: String) async throws {
        let name = "KIM_KAFKA_" + property.uppercased().replacing(".", with: "_")
        let rig = try Rig()
        await #expect(throws: ConfigurationError(problems: ["\(name) is not accepted: \(reason)"])) {
            try await rig.configuration([name: "1"])
        }
    }

    @Test("Other properties of librdkafka pass through, secrets from their files only")
    func properties() async throws {
        let rig = try Rig()
        let path = rig.directory.path + "/secret"
        try "pass=word,1\n".write(toFile: path, atomically: true, encoding: .utf8)
        let configuration = try await rig.configuration(
            ["KIM_KAFKA_SECURITY_PROTOCOL": "SASL_SSL", "KIM_KAFKA_SASL_PASSWORD_FILE": path],
            arguments: ["--kafka-fetch-wait-max-ms=7", "--kafka-bootstrap-servers", "a:1,b:2"])
        #expect(configuration.kafka.bootstrapServers == "a:1,b:2")
        #expect(
            configuration.kafka.properties == [
                "security.protocol": "SASL_SSL", "sasl.password": "pass=word,1", "fetch.wait.max.ms": "7",
            ])
        let error = await #expect(throws: ConfigurationError.self) {
            try await rig.configuration(["KIM_KAFKA_SASL_PASSWORD": "hidden"])
        }
        #expect(error?.description.contains("KIM_KAFKA_SASL_PASSWORD_FILE") == true)
        #expect(error?.description.contains("hidden") == false)
    }

    @Test("The command line wins over the environment, the environment over the file, the file over defaults")
    func order() async throws {
        let rig = try Rig()
        let path = rig.directory.path + "/kim.yaml"
        let file = """
            topicPrefix: file.
            logLevel: debug
            http: {host: 10.0.0.1, port: 1}
            kafka: {properties: ["security.protocol=ssl", "ssl.ca.location=/ca.pem"]}
            """
        try file.write(toFile: path, atomically: true, encoding: .utf8)
        let configuration = try await rig.configuration(
            [
                "KIM_CONFIGURATION_FILE": path, "KIM_LOG_LEVEL": "error", "KIM_HTTP_PORT": "2",
                "KIM_KAFKA_SECURITY_PROTOCOL": "plaintext",
            ], arguments: ["--http-port", "3"])
        #expect(configuration.kafka.topicPrefix == "file.")
        #expect(configuration.httpHost == "10.0.0.1")
        #expect(!configuration.isLoopback)
        #expect(configuration.logLevel == .error)
        #expect(configuration.httpPort == 3)
        #expect(
            configuration.kafka.properties == ["security.protocol": "plaintext", "ssl.ca.location": "/ca.pem"])
        let plain = try await rig.configuration(["KIM_HTTP_PORT": nil])
        #expect(plain.httpPort == NoteService.name.defaultPort)
        #expect(plain.httpHost == "127.0.0.1" && plain.isLoopback)
        #expect(plain.kafka.topicPrefix == "kim.")
    }

    @Test("A configuration file that is not there or no YAML stops the start", arguments: [nil, "a: [", "- a"])
    func wrongFile(content: String?) async throws {
        let rig = try Rig()
        let path = rig.directory.path + "/kim.yaml"
        try content?.write(toFile: path, atomically: true, encoding: .utf8)
        let error = await #expect(throws: ConfigurationError.self) {
            try await rig.configuration(["KIM_CONFIGURATION_FILE": path])
        }
        #expect(error?.problems.first?.hasPrefix("KIM_CONFIGURATION_FILE: ") == true)
    }

    @Test("A service's own key is told apart from an absent one when it is wrong")
    func ownKey() async throws {
        let rig = try Rig()
        let configuration = try await rig.configuration(["KIM_RELEASE_INTERVAL": "x"])
        #expect(throws: ConfigurationError(problems: ["KIM_RELEASE_INTERVAL: \"x\" is not accepted; seconds"])) {
            try configuration.value("releaseInterval", default: 10, accepted: "seconds") { Int($0) }
        }
        #expect(try configuration.value("otherInterval", default: 10, accepted: "seconds") { Int($0) } == 10)
    }

    @Test("Files that are absent, wrong or another service's are told with their keys, and never quoted")
    func files() async throws {
        let rig = try Rig()
        let secret = rig.directory.path + "/broken"
        try "{\"agreement\": \"hidden\"}".write(toFile: secret, atomically: true, encoding: .utf8)
        let configuration = try await rig.configuration([
            "KIM_TERRITORY_FILE": rig.directory.path + "/none", "KIM_KEY_FILE": secret,
        ])
        let error = #expect(throws: ConfigurationError.self) { try ServiceFiles(of: .statistics, configuration) }
        #expect(error?.problems.map { String($0.prefix { $0 != ":" }) } == ["KIM_TERRITORY_FILE", "KIM_KEY_FILE"])
        #expect(error?.description.contains("hidden") == false)
        let right = try await rig.configuration()
        let other = #expect(throws: ConfigurationError.self) { try ServiceFiles(of: .intake, right) }
        #expect(other?.description.contains("is the key file of statistics; that of intake is needed") == true)
    }
}
