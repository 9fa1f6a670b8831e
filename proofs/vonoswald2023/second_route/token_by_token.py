"""Linear self-attention from its definition: whole weight matrices, one token after another, in fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from numeric_check.model.rational_matrices import Rational, array, fixed, identity, paired, trace

HALF = Fraction(1, 2)


def letters(d: int, m: int, N: int) -> dict[str, Rational]:
    """By name."""
    shapes = {"X": (d, N), "Y": (m, N), "W_0": (m, d), "M": (m, d), "q": (d, 1)}
    others = {"Z": (m, N), "C": (d, N), "G": (m, d), "z": (m, 1), "D": (d, d)}
    return {name: fixed(name, *shape) for name, shape in (shapes | others).items()}


def zeros(rows: int, columns: int) -> Rational:
    return array([[0] * columns] * rows, rows, columns)


def layer(tokens: Rational, keys: Rational, W_V: Rational, W_KQ: Rational, P: Rational) -> Rational:
    """`e_j + P Σ_i (W_V e_i)(e_iᵀ W_KQ e_j)`, the columns of both arrays being tokens."""
    out = tokens.copy()
    for j in range(tokens.shape[1]):
        for i in range(keys.shape[1]):
            weight = (keys[:, [i]].T @ W_KQ @ tokens[:, [j]])[0, 0]
            out[:, [j]] = out[:, [j]] + P @ W_V @ keys[:, [i]] * weight
    return out


def weights(W: Rational, d: int, m: int, rate: Fraction) -> tuple[Rational, Rational, Rational]:
    """`W_V`, `W_Kᵀ W_Q` and P as the paper constructs them."""
    W_V = np.block([[zeros(d, d), zeros(d, m)], [W, -identity(m)]])
    takes_x = np.block([[identity(d), zeros(d, m)], [zeros(m, d), zeros(m, m)]])
    return W_V, takes_x.T @ takes_x, rate * identity(d + m)


def squared(W: Rational, X: Rational, Y: Rational) -> Fraction:
    """`1/(2N) Σ ‖W x_i − y_i‖²`, sample by sample."""
    off = [W @ X[:, [i]] - Y[:, [i]] for i in range(X.shape[1])]
    total: Fraction = sum((trace(one.T @ one) for one in off), Fraction(0))
    return total * HALF / len(off)


def change(W: Rational, X: Rational, Y: Rational, eta: Fraction) -> Rational:
    """`−η ∇L(W)` entry by entry, from differences of the loss, which are exact for a quadratic one."""
    found = zeros(*W.shape)
    for row, column in np.ndindex(*W.shape):
        moved = zeros(*W.shape)
        moved[row, column] = Fraction(1)
        found[row, column] = -eta * HALF * (squared(W + moved, X, Y) - squared(W - moved, X, Y))
    return found


def after_a_layer(d: int, m: int, N: int, eta: Fraction) -> dict[str, Fraction]:
    """Tokens and query after a layer, from W₀ and after earlier steps; the loss after the step."""
    at = letters(d, m, N)
    X, Y, W, M, q = (at[name] for name in ("X", "Y", "W_0", "M", "q"))
    given = weights(W, d, m, eta / N)
    tokens, later = np.vstack([X, Y]), np.vstack([X, Y - (M - W) @ X])
    found = layer(tokens, tokens, *given)
    return {
        "gradient": paired(at["G"], change(W, X, Y, eta)),
        "inputs": paired(at["C"], found[:d]),
        "labels": paired(at["Z"], found[d:]),
        "query": paired(at["z"], layer(np.vstack([q, -W @ q]), tokens, *given)[d:]),
        "loss": squared(W + change(W, X, Y, eta), X, Y),
        "stacked": paired(at["Z"], layer(later, later, *given)[d:]),
        "stacked_query": paired(at["z"], layer(np.vstack([q, -M @ q]), later, *given)[d:]),
    }


def with_query(d: int, m: int, N: int, rate: Fraction, entry: Fraction) -> Rational:
    """The labels of all tokens after a layer in which the query, the last token, is among the keys."""
    at = letters(d, m, N)
    tokens = np.vstack([np.hstack([at["X"], at["q"]]), np.hstack([at["Y"], entry * at["W_0"] @ at["q"]])])
    return layer(tokens, tokens, *weights(at["W_0"], d, m, rate))[d:]


def query_off(d: int, m: int, N: int, eta: Fraction, entry: Fraction, sign: Fraction) -> Fraction:
    """The query's label after the layer, minus the multiple of what a gradient step predicts."""
    at = letters(d, m, N)
    found = with_query(d, m, N, sign * eta / N, entry)[:, [-1]]
    step = at["W_0"] + change(at["W_0"], at["X"], at["Y"], eta)
    return paired(at["z"], found - entry * step @ at["q"])


def repaired(d: int, m: int, N: int, eta: Fraction) -> dict[str, Fraction]:
    """Labels after the layer with the other sign, and after the printed one from zero."""
    at = letters(d, m, N)
    found = with_query(d, m, N, -eta / N, Fraction(1))
    tokens = np.vstack([np.hstack([at["X"], at["q"]]), np.hstack([at["Y"], zeros(m, 1)])])
    from_zero = layer(tokens, tokens, *weights(zeros(m, d), d, m, eta / N))[d:, [-1]]
    return {
        "query": paired(at["z"], found[:, [-1]]),
        "labels": paired(at["Z"], found[:, :-1]),
        "from_zero": paired(at["z"], from_zero),
    }
