"""Ridge regression over keys and values, and inverses, by elimination."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from numeric_check.model.rational_matrices import (
    Rational,
    array,
    diagonal,
    fixed,
    identity,
    inverse,
    paired,
    product,
    trace,
)

HALF = Fraction(1, 2)


def letters(m: int, n: int, t: int, ridge: float | Fraction) -> dict[str, Rational]:
    """By name."""
    shapes = {"K": (n, t), "V": (m, t), "k": (n, 1), "v": (m, 1), "q": (n, 1), "Phi": (m, n), "x": (n, 1), "w": (n, 1)}
    others = {"Z": (m, n), "G": (n, n), "z": (n, 1), "F": (t, n)}
    found = {name: fixed(name, *shape) for name, shape in (shapes | others).items()}
    K, strength = found["K"], 1 / Fraction(ridge)
    found["R"] = inverse(K @ K.T + strength * identity(n))
    found["Q"] = inverse(K.T @ K + strength * identity(t))
    found["D"] = diagonal([Fraction(place + 1, t) for place in range(t)])
    return found


def of_products(n: int, s: int) -> dict[str, Rational]:
    """Letters of the identities about `A + BC`."""
    found = {"A": fixed("A", n, n) + 7 * identity(n), "B": fixed("B", n, s), "C": fixed("C", s, n)}
    found |= {"b": fixed("b", n, 1), "c": fixed("c", n, 1), "G": fixed("G", n, n), "F": fixed("F", n, s)}
    found |= {"H": fixed("H", s, s), "R": inverse(found["A"])}
    found["P"] = inverse(identity(s) + product(found["C"], found["R"], found["B"]))
    found["L"] = inverse(identity(n) + found["B"] @ found["C"])
    found["Q"] = inverse(identity(s) + found["C"] @ found["B"])
    return found


def inverted(n: int, s: int) -> dict[str, Fraction]:
    """The inverse of the sum, and a product by an inverse from either side."""
    at = of_products(n, s)
    A, B, C = at["A"], at["B"], at["C"]
    return {
        "inverse": paired(at["G"], inverse(A + B @ C)),
        "from_the_right": paired(at["F"], B @ inverse(identity(s) + C @ B)),
        "from_the_left": paired(at["F"], inverse(identity(n) + B @ C) @ B),
    }


def squared(Phi: Rational, K: Rational, V: Rational, ridge: Fraction) -> Fraction:
    """`½ Σ ‖Φ k_i − v_i‖² + ‖Φ‖²/(2λ)`, sample by sample."""
    off = [Phi @ K[:, [i]] - V[:, [i]] for i in range(K.shape[1])]
    return HALF * (sum((trace(one.T @ one) for one in off), Fraction(0)) + trace(Phi.T @ Phi) / ridge)


def regression(m: int, n: int, t: int, given: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Slopes by differences, the solution by elimination, and how it changes with one more key and value."""
    at, ridge = letters(m, n, t, given["lambda"]), given["lambda"]
    K, V, k, v, q, Phi, Z, G = (at[name] for name in ("K", "V", "k", "v", "q", "Phi", "Z", "G"))
    best = V @ K.T @ inverse(K @ K.T + identity(n) / ridge)
    more, seen = np.hstack([K, k]), np.hstack([V, v])
    later = inverse(more @ more.T + identity(n) / ridge)

    def slope(point: Rational) -> Fraction:
        return HALF * (squared(point + Z, K, V, ridge) - squared(point - Z, K, V, ridge))

    old, new = np.diag(at["D"]), Fraction(1)
    weights = diagonal([*(given["gamma"] * one for one in old), new])
    gain = (k.T @ inverse(K @ K.T + identity(n) / ridge) @ k)[0, 0]
    return {
        "slope": slope(Phi),
        "stationary": slope(best),
        "above": squared(Phi, K, V, ridge) - squared(best, K, V, ridge),
        "definite": (q.T @ (K @ K.T + identity(n) / ridge) @ q)[0, 0],
        "keys": paired(G, more @ more.T),
        "gain": gain,
        "gain_reduced": gain,
        "output": paired(Z, seen @ more.T @ later),
        "dual": paired(Z, best),
        "dual_back": paired(Z, product(V, inverse(K.T @ K + identity(t) / ridge), K.T)),
        "forgotten": paired(G, product(more, weights, more.T) + given["gamma"] * given["rho"] * identity(n)),
    }


def iterated(m: int, n: int, t: int, ridge: Fraction, beta: Fraction) -> dict[str, Fraction]:
    """One layer from x and three from 0, sample by sample."""
    at = letters(m, n, t, ridge)
    S, s, x, z = at["K"], at["q"], at["x"], at["z"]
    A = S @ S.T + identity(n) / ridge

    def layer(state: Rational) -> Rational:
        total = s - state / ridge
        for i in range(t):
            total = total - S[:, [i]] * (S[:, [i]].T @ state)[0, 0]
        found: Rational = state + beta * total
        return found

    state = array([[0]] * n, n, 1)
    states = [state := layer(state) for _ in range(3)]
    return {
        "layer": paired(z, layer(x)),
        "error": paired(z, layer(x) - inverse(A) @ s),
        "residual": paired(z, s - A @ layer(x)),
        "first": paired(z, states[0]),
        "third": paired(z, A @ states[2]),
    }
