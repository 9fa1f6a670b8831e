"""Linear attention to demonstrations and text, one token after the other."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from numeric_check.model.rational_matrices import Rational, array, fixed, paired, trace

HALF = Fraction(1, 2)


def letters(m: int, n: int, t: int, k: int) -> dict[str, Rational]:
    """By name."""
    found = {"X": fixed("X", m, n), "Y": fixed("Y", m, t), "V": fixed("V", k, m), "K": fixed("K", k, m)}
    found |= {name: fixed(name, k, k) for name in ("F", "Z")} | {"q": fixed("q", k, 1), "z": fixed("z", k, 1)}
    return found | {"E": fixed("E", k, n)}


def answered(m: int, n: int, t: int, k: int) -> dict[str, Fraction]:
    """The output for q; what demonstrations add to the weights, by the answers to unit queries; a slope."""
    at = letters(m, n, t, k)
    X, Y, V, K, F, Z, E = (at[name] for name in ("X", "Y", "V", "K", "F", "Z", "E"))

    def attention(tokens: Rational, query: Rational) -> Rational:
        out = array([[0]] * k, k, 1)
        for i in range(tokens.shape[1]):
            token = tokens[:, [i]]
            out = out + V @ token * ((K @ token).T @ query)[0, 0]
        return out

    units = [array([[int(row == column)] for row in range(k)], k, 1) for column in range(k)]
    both = np.hstack([X, Y])
    change = np.hstack([attention(both, unit) - attention(Y, unit) for unit in units])

    def squared(weights: Rational) -> Fraction:
        off = (weights - F) @ K @ X - E
        return HALF * trace(off.T @ off)

    return {
        "output": paired(at["z"], attention(both, at["q"])),
        "change": paired(Z, change),
        "slope": -HALF * (squared(F + Z) - squared(F - Z)),
    }
