// swift-tools-version: 6.2

import PackageDescription

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

/// A microservice: an executable with nothing of its own but schema, handlers, routes and views.
func service(_ name: String, views: [Resource] = []) -> Target {
    .executableTarget(
        name: name, dependencies: ["Runtime"], path: "Services/\(name)",
        resources: [.embedInCode("openapi.yaml")] + views)
}

/// The tests of one target, in the folder of the same name.
func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: [.target(name: name), "TestSupport"] + dependencies)
}

let package = Package(
    name: "kim",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "kim-intake", targets: ["Intake"]),
        .executable(name: "kim-case-handling", targets: ["CaseHandling"]),
        .executable(name: "kim-supervision", targets: ["Supervision"]),
        .executable(name: "kim-statistics", targets: ["Statistics"]),
        .executable(name: "kim", targets: ["Operator"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0",
            traits: ["CommandLineArguments", "YAML"]
        ),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CRdKafka", path: "Shared/CRdKafka", pkgConfig: "rdkafka",
            providers: [.apt(["librdkafka-dev"])]
        ),
        .target(name: "Kafka", dependencies: ["CRdKafka"], path: "Shared/Kafka"),
        .target(
            name: "Models",
            dependencies: [crypto, .product(name: "Yams", package: "Yams")],
            path: "Shared/Models",
            resources: [.embedInCode("Data")]
        ),
        .target(
            name: "Pipeline",
            dependencies: ["Kafka", "Models", grdb, logging, metrics, lifecycle],
            path: "Shared/Pipeline"
        ),
        .target(
            name: "Runtime",
            dependencies: [
                "Pipeline", crypto, hummingbird, lifecycle, logging, metrics,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "Yams", package: "Yams"),
            ],
            path: "Shared/Runtime",
            resources: [.embedInCode("HTTP/openapi.yaml"), .embedInCode("Pages/Views")]
        ),

        service("Intake", views: [.embedInCode("Views")]),
        service("CaseHandling"),
        service("Supervision"),
        service("Statistics"),
        .executableTarget(
            name: "Operator",
            dependencies: [
                "Runtime", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Services/Operator"
        ),

        .target(
            name: "TestSupport", dependencies: ["CRdKafka", "Kafka", "Pipeline", "Runtime"], path: "Tests/TestSupport"
        ),
        tests(of: "Kafka"),
        tests(of: "Models"),
        tests(of: "Pipeline", [.product(name: "InMemoryLogging", package: "swift-log")]),
        tests(of: "Runtime", [hummingbirdTesting, .product(name: "CryptoExtras", package: "swift-crypto")]),
        tests(of: "Intake", [hummingbirdTesting]),
        tests(of: "CaseHandling", [hummingbirdTesting]),
        tests(of: "Supervision", [hummingbirdTesting]),
        tests(of: "Statistics"),
        tests(of: "Operator"),
        .testTarget(
            name: "AccessTests",
            dependencies: [
                "Intake", "CaseHandling", "Supervision", "Statistics", "TestSupport", hummingbirdTesting,
                .product(name: "Yams", package: "Yams"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)
