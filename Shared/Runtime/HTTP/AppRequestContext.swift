import Hummingbird
import Pipeline

/// What accompanies a request through middleware and routes.
public struct AppRequestContext: RequestContext {
    /// What Hummingbird keeps: logger, path template, parameters.
    public var coreContext: CoreRequestContextStorage
    /// The W3C trace context that what follows from this request belongs to: the caller's, or a new one.
    public var traceParent: String?

    /// A context of a request that just came in.
    public init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
    }

    /// The id of the trace, as problems and logs tell it; empty outside a request.
    public var traceID: String { traceParent.flatMap(TraceContext.traceID(of:)) ?? "" }

    /// Who asks; nobody outside routes that roles guard.
    public internal(set) var identity = Identity.nobody

    /// Who asks, for commands and their idempotency keys.
    public var principal: String { identity.principal }
}
