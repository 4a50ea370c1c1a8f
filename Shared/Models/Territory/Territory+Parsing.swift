extension Territory {
    /// Reads `territory.yaml` and checks it against itself.
    ///
    /// - Throws: the first thing that is wrong, with its line and what is accepted there: an unknown or missing key, a
    ///   value out of form, an unknown or repeated id, ranges that overlap, a municipality in no or in two scopes.
    public static func parse(yaml: String) throws(ConfigurationFileError) -> Territory {
        let root = try YAMLValue.document(yaml).mapping(keys + Rules.keys)

        let kreisFields = try root.required("kreis").mapping(["code", "name"])
        let kreis = Kreis(
            code: try kreisFields.required("code").text("5 digits") { text in
                text.utf8.count == 5 && text.utf8.allSatisfy { (48...57).contains($0) }
            },
            name: try kreisFields.required("name").text()
        )
        let municipalities = try root.required("municipalities").items(distinctBy: "ags") {
            (item) throws(ConfigurationFileError) in try Municipality(item, kreis: kreis)
        }
        let providers = try root.required("providers").items(distinctBy: "id") {
            (item) throws(ConfigurationFileError) in try Provider(item)
        }
        let offices = try CoordinationOffice.list(
            root.required("coordinationOffices"), providers: providers, municipalities: municipalities
        )
        let baustein3 = try root.required("baustein3").flag()
        let posts = try root.required("posts").items(distinctBy: "postId") {
            (item) throws(ConfigurationFileError) in
            try Post(
                item, providers: providers, offices: offices, municipalities: municipalities, baustein3: baustein3
            )
        }
        let contact = try root.required("emergencyContact").mapping(["de", "en"])

        return Territory(
            kreis: kreis, municipalities: municipalities, providers: providers, coordinationOffices: offices,
            posts: posts,
            authorities: try Authority.list(root.required("authorities"), municipalities: municipalities),
            publishers: try Publisher.list(root.required("publishers")),
            rules: try Rules(root),
            workingDays: try WorkingDays(root.required("holidays")),
            emergencyContact: Text(
                de: try emergencyContact(contact.required("de"), told: ReasonCode.german),
                en: try emergencyContact(contact.required("en"), told: ReasonCode.english)),
            baustein3: baustein3
        )
    }

    /// Receipts tell the contact in the sentence of a reason, which is one line within limits.
    private static func emergencyContact(
        _ value: YAMLValue, told: (ReasonCode) -> ([String: String]) -> String
    ) throws(ConfigurationFileError) -> String {
        let room = Receipt.maximumMessageLength - told(.notAnEmergencyService)(["contact": ""]).unicodeScalars.count
        return try value.text("one line of at most \(room) characters") { text in
            text.unicodeScalars.count <= room && TextForm.line.problem(in: text) == nil
        }
    }

    private static let keys = [
        "kreis", "municipalities", "providers", "coordinationOffices", "posts", "authorities", "publishers",
        "holidays", "emergencyContact", "baustein3",
    ]
}
