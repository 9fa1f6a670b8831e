"""Linear self-attention on tokens `(f, y, x)` of a sequence, one token after another, in fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from numeric_check.model.rational_matrices import Rational, array, fixed, identity, inverse, paired, trace

HALF = Fraction(1, 2)


def letters(n: int, t: int) -> dict[str, Rational]:
    """By name."""
    found = {name: fixed(name, n, t) for name in ("X", "Y", "F")}
    found |= {name: fixed(name, n, n) for name in ("B", "C", "W_0", "G")}
    found |= {name: fixed(name, n, 1) for name in ("q", "p", "z")}
    found["D"] = fixed("D", n, n) + 6 * identity(n)
    found["E"] = inverse(found["D"])
    return found


def placed(n: int, row: int, column: int, block: Rational) -> Rational:
    """A 3n x 3n matrix with one block."""
    found = array([[0] * (3 * n)] * (3 * n), 3 * n, 3 * n)
    found[row * n : (row + 1) * n, column * n : (column + 1) * n] = block
    return found


def layer(token: Rational, keys: Rational, W_V: Rational, W_KQ: Rational) -> Rational:
    """`e + Σ_i (W_V e_i)(e_iᵀ W_KQ e)`."""
    out = token.copy()
    for i in range(keys.shape[1]):
        out = out + W_V @ keys[:, [i]] * (keys[:, [i]].T @ W_KQ @ token)[0, 0]
    return out


def slope(W: Rational, X: Rational, Y: Rational) -> Rational:
    """The gradient of `½ Σ ‖W x_i − y_i‖²` entry by entry, from differences, which are exact."""

    def squared(point: Rational) -> Fraction:
        off = point @ X - Y
        return HALF * trace(off.T @ off)

    found = array([[0] * len(W)] * len(W), len(W), len(W))
    for row, column in np.ndindex(*W.shape):
        moved = array([[0] * len(W)] * len(W), len(W), len(W))
        moved[row, column] = Fraction(1)
        found[row, column] = HALF * (squared(W + moved) - squared(W - moved))
    return found


def after_a_layer(n: int, t: int, eta: Fraction) -> dict[str, Fraction]:
    """The last token after layers of several kinds."""
    at = letters(n, t)
    X, Y, W, B, C, D, q, p, z = (at[name] for name in ("X", "Y", "W_0", "B", "C", "D", "q", "p", "z"))
    keys, one, none = np.vstack([at["F"], Y, X]), identity(n), 0 * identity(n)

    def last(reads: Rational, carries: Rational, matches: Rational, start: Rational) -> Rational:
        values = placed(n, 0, 1, carries) + placed(n, 0, 2, reads)
        return layer(np.vstack([start @ q, q, p]), keys, values, placed(n, 2, 1, matches))

    learned = -inverse(D) @ B
    return {
        "slope": paired(at["G"], slope(W, X, Y)),
        "step": paired(z, last(-D @ W, D, C, W)[:n]),
        "every_layer": paired(z, last(B, D, C, learned)[:n]),
        "plain": paired(z, last(-eta * W, eta * one, one, W)[:n]),
        "from_zero": paired(z, last(none, D, C, none)[:n]),
        "element": paired(z, last(B, D, C, W)[n : 2 * n]),
        "element_before": paired(z, last(B, D, C, W)[2 * n :]),
    }
