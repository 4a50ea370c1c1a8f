/// Whether keys made for development are accepted (`KIM_MODE`).
public enum Mode: String, CaseIterable, Sendable {
    case production, development
}
