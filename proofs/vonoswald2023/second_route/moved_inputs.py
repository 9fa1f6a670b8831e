"""What a layer does to inputs that it moves, in fractions."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from numeric_check.model.rational_matrices import Rational, identity, paired
from proofs.vonoswald2023.second_route.token_by_token import layer, letters, zeros


def moved(X: Rational, gamma: Fraction) -> Rational:
    """Inputs after a layer that attends with `W_V = −γ I`, all tokens being keys."""
    one = identity(len(X))
    return layer(X, X, -gamma * one, one, one)


def eigenvalue(before: Fraction, gamma: Fraction) -> Fraction:
    """The eigenvalue of a Gram matrix of 2 x 2 inputs with this one and 1: two samples along one axis."""
    X = zeros(2, 3)
    X[0, 0], X[0, 1], X[1, 2] = before / 2, Fraction(1), Fraction(1)
    scale = X[0, 0] ** 2 + X[0, 1] ** 2
    after = moved(X, gamma * before / scale)
    found: Fraction = (after @ after.T)[0, 0] * before / scale
    return found


def after_moving(d: int, m: int, N: int, at: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Inputs and their Gram matrix after the layer; products and ratios of eigenvalues before and after."""
    known, gamma, low, high = letters(d, m, N), at["gamma"], at["l"], at["L"]
    X = moved(known["X"], gamma)
    f_low, f_high = eigenvalue(low, gamma), eigenvalue(high, gamma)
    middle, step = at["lambda"], Fraction(1, 2)
    rise = {h: (eigenvalue(middle + h, gamma) - eigenvalue(middle - h, gamma)) / (2 * h) for h in (step, 2 * step)}
    return {
        "layer": paired(known["C"], X),
        "gram": paired(known["D"], X @ X.T),
        "ratio": f_high / high - f_low / low,
        "product": high * f_high - low * f_low,
        "slope": (4 * rise[step] - rise[2 * step]) / 3,
        "top": eigenvalue(1 / (3 * gamma), gamma) - eigenvalue(middle, gamma),
    }
