"""One layer with one head on whole tokens, one key after the other."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from numeric_check.model.rational_matrices import Rational, array, fixed, paired


def letters(d: int, n: int) -> dict[str, Rational]:
    """By name."""
    found = {name: fixed(name, d, d) for name in ("M", "P", "Q")} | {"X": fixed("X", d, n), "y": fixed("y", n, 1)}
    return found | {name: fixed(name, d, 1) for name in ("u", "w", "p", "r", "h", "k", "x", "z")}


def after_one(d: int, n: int, given: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Token and query after the state and one layer."""
    at = letters(d, n)

    def scalar(value: Fraction | int) -> Rational:
        return array([[value]], 1, 1)

    def joined(matrix: Rational, column: Rational, row: Rational, corner: Fraction) -> Rational:
        return np.vstack([np.hstack([matrix, column]), np.hstack([row.T, scalar(corner)])])

    state = joined(at["M"], at["u"], -1 * at["w"], given["alpha"])
    values = joined(at["P"], at["p"], at["r"], given["rho"])
    matched = joined(at["Q"], at["h"], at["k"], given["kappa"])
    keys = [state @ np.vstack([at["X"][:, [i]], at["y"][[i]]]) for i in range(n)]

    def layer(token: Rational) -> Rational:
        out = token
        for key in keys:
            out = out + values @ key * (key.T @ matched @ token)[0, 0]
        return out

    token = layer(state @ np.vstack([at["x"], scalar(given["l"])]))
    query = layer(state @ np.vstack([at["x"], scalar(0)]))
    return {
        "covariates": paired(at["z"], token[:d]),
        "label": token[d, 0],
        "query": query[d, 0],
        "query_covariates": paired(at["z"], query[:d]),
    }
