"""Sizes and letters of L layers with a shared matrix `Γ`, for all sizes.

X is the P x d matrix of a prompt's covariates, y its labels. S is the covariance of a prompt, or of the test, Q that of
the training and R its inverse. C is Γ. T is any d x d matrix; in an induction it is the sum of the first powers of
`M = 1 − SΓ/L`. w and z are vectors, Z is any matrix.
"""

from __future__ import annotations

import sympy

from symbolic.algebra.notation import d
from symbolic.algebra.rectangular import Rectangular, as_rules, eye, rectangular, symmetric, word_of
from symbolic.algebra.traces import Rules

P, L = sympy.symbols("P L", integer=True, positive=True)

X, y = rectangular("X", P, d), rectangular("y", P, 1)
S, Q, R, O = symmetric("S", d), symmetric("Q", d), symmetric("R", d, "Q^{-1}"), symmetric("O", d)
C, T, E = rectangular("C", d, d, r"\Gamma"), rectangular("T", d, d), rectangular("E", d, d)
w, s, b = rectangular("w", d, 1), rectangular("s", d, 1), rectangular("b", d, 1, r"\beta")

OF_INVERSE: Rules = as_rules({word_of(Q @ R): eye(d), word_of(R @ Q): eye(d)})


def step(weights: Rectangular, covariance: Rectangular, correlation: Rectangular, gamma: Rectangular) -> Rectangular:
    """`w + Γ (s − S w)/L`."""
    found: Rectangular = weights + gamma @ (correlation - covariance @ weights) * (1 / L)
    return found


def factor(covariance: Rectangular, gamma: Rectangular) -> Rectangular:
    """`1 − SΓ/L`."""
    found: Rectangular = eye(d) - covariance @ gamma * (1 / L)
    return found
