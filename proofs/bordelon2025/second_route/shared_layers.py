"""Steps of descent sample by sample, and mean squares from the columns of factors of covariances."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from numeric_check.model.rational_matrices import Rational, array, fixed, identity, inverse, paired, trace

HALF = Fraction(1, 2)


def letters(d: int, P: int) -> dict[str, Rational]:
    """By name; covariances are products of fixed factors, and more than semidefinite."""
    found = {name: fixed(name, d, d) for name in ("C", "T", "E", "Z")}
    found |= {name: fixed(name, d, 1) for name in ("w", "s", "b", "z")} | {"X": fixed("X", P, d), "y": fixed("y", P, 1)}
    for name in ("S", "Q", "O"):
        factor = factor_of(name, d)
        found[name] = factor @ factor.T
    found["R"] = inverse(found["Q"])
    return found


def factor_of(name: str, d: int) -> Rational:
    found: Rational = fixed(f"factor of {name}", d, d) + 6 * identity(d)
    return found


def repeated(layer: Callable[[Rational], Rational], d: int, times: int) -> Rational:
    """From zero."""
    state = array([[0]] * d, d, 1)
    for _ in range(times):
        state = layer(state)
    return state


def descended(w: Rational, covariance: Rational, correlation: Rational, matrix: Rational, L: int) -> Rational:
    """A step on `½ w·S w − s·w`, with its slope entry by entry from differences, which are exact."""

    def value(point: Rational) -> Fraction:
        return HALF * trace(point.T @ covariance @ point) - trace(correlation.T @ point)

    slope = array([[0]] * len(w), len(w), 1)
    for k in range(len(w)):
        unit = array([[int(k == m)] for m in range(len(w))], len(w), 1)
        slope[k, 0] = HALF * (value(w + unit) - value(w - unit))
    found: Rational = w - matrix @ slope / L
    return found


def stepped(d: int, P: int, L: int) -> dict[str, Fraction]:
    """The slope of the squared error along z; one step, and three, and one from `Γ T s/L`."""
    at = letters(d, P)
    X, y, w, z = (at[name] for name in ("X", "y", "w", "z"))

    def squared(point: Rational) -> Fraction:
        rows = [X[[i]] @ point - y[[i]] for i in range(P)]
        return sum((row[0, 0] ** 2 for row in rows), Fraction(0)) / (2 * P)

    def layer(state: Rational) -> Rational:
        return descended(state, at["S"], at["s"], at["C"], L)

    return {
        "slope": -HALF * (squared(w + z) - squared(w - z)),
        "first": paired(z, repeated(layer, d, 1)),
        "next": paired(z, layer(at["C"] @ at["T"] @ at["s"] / L)),
        "third": paired(z, repeated(layer, d, 3)),
    }


def solved(d: int, P: int, L: int) -> dict[str, Fraction]:
    """Weights after layers with `Γ = L Σ⁻¹`, where labels are exact."""
    at = letters(d, P)
    gamma = L * inverse(at["Q"])

    def layer(state: Rational) -> Rational:
        return descended(state, at["Q"], at["Q"] @ at["b"], gamma, L)

    return {
        "any_depth": paired(at["z"], repeated(layer, d, L)),
        "one_layer": paired(at["z"], repeated(layer, d, 1)),
        "two_layers": paired(at["z"], repeated(layer, d, 2)),
        "one_step": paired(at["z"], layer(at["b"] + at["C"] @ at["b"])),
    }


def remaining(d: int, P: int, L: int) -> dict[str, Fraction]:
    """What is left of β after layers on another covariance, and its mean square over x and β."""
    at = letters(d, P)
    S, b, w, z = (at[name] for name in ("S", "b", "w", "z"))
    gamma = L * inverse(at["Q"])

    def left(state: Rational, target: Rational) -> Rational:
        found: Rational = target - descended(state, S, S @ target, gamma, L)
        return found

    def after_two(target: Rational) -> Rational:
        found: Rational = target - repeated(lambda state: descended(state, S, S @ target, gamma, L), d, 2)
        return found

    return {
        "error": mean_square(lambda beta: at["E"] @ beta, d),
        "step": paired(z, left(w, b)),
        "two_layers": paired(z, after_two(b)),
        "error_after_two": mean_square(after_two, d),
    }


def mean_square(of: Callable[[Rational], Rational], d: int) -> Fraction:
    """`E (x·f(β))²` for a linear f: the sum over the columns of factors of both covariances."""
    of_x, of_beta = factor_of("S", d), factor_of("O", d)
    images = [of(of_beta[:, [k]]) for k in range(d)]
    return sum(((of_x[:, [m]].T @ image)[0, 0] ** 2 for image in images for m in range(d)), Fraction(0))
