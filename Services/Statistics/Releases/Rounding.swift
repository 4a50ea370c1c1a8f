import Models

/// Disclosure control by rounding: each count to the nearest multiple of the base, halves up. Totals are rounded from
/// their own unrounded value, never added up from rounded parts, so that no part can be computed from the others.
struct Rounding: Sendable {
    let base: Int

    /// The nearest multiple of the base.
    func round(_ count: Int) -> Int {
        (count + base / 2) / base * base
    }

    /// What a figure says about it.
    var disclosure: Figure.Disclosure { Figure.Disclosure(method: "rounding", base: base) }
}
