"""Second moments of prompts in one orthant: samples `s ∘ |x|` of normal x, the same random signs s for all of a prompt.

Signs that are averaged leave diagonals alone: `E z zᵀ` is that of Λ, and with two samples of a prompt
`E z ⟨z, z'⟩ z'ᵀ` has the entries `Σ_k (E |x_j x_k|)²`.
"""

from __future__ import annotations

from fractions import Fraction

import flint
import sympy

from proofs.zhang2024.answers.known_moments import Matrix, normal_fourth
from symbolic.algebra.rationals import to_fraction, to_sympy


def mean_modulus(product: Fraction, covariance: Fraction) -> sympy.Expr:
    """`E |x y|` of normal x and y with mean 0, from the product of their variances and their covariance.

    It is `(2/π)(√(v − c²) + c arcsin(c/√v))`: its derivative by c is `E sign(x) sign(y) = (2/π) arcsin(c/√v)`.

    >>> mean_modulus(Fraction(1), Fraction(0)), mean_modulus(Fraction(4), Fraction(-2))
    (2/pi, 2)
    """
    v, c = to_sympy(product), to_sympy(covariance)
    if v == 0:
        return sympy.Integer(0)
    return sympy.expand(2 / sympy.pi * (sympy.sqrt(v - c**2) + c * sympy.asin(c / sympy.sqrt(v))))


def diagonal(entries: list[flint.fmpq]) -> Matrix:
    """A diagonal matrix."""
    return Matrix([[x if j == k else 0 for k in range(len(entries))] for j, x in enumerate(entries)])


def one_sample(second: Matrix) -> Matrix:
    """`E z zᵀ`."""
    return diagonal([second[j, j] for j in range(second.nrows())])


def one_sample_twice(second: Matrix) -> Matrix:
    """`E ‖z‖² z zᵀ`."""
    return one_sample(normal_fourth(second))


def two_samples(second: Matrix) -> list[sympy.Expr]:
    """The diagonal of `E z ⟨z, z'⟩ z'ᵀ`, for two samples of a prompt."""
    places = range(second.nrows())
    return [sum((_squared(second, j, k) for k in places), sympy.Integer(0)) for j in places]


def _squared(second: Matrix, j: int, k: int) -> sympy.Expr:
    product, covariance = to_fraction(second[j, j] * second[k, k]), to_fraction(second[j, k])
    return to_sympy(covariance**2) if j == k else sympy.expand(mean_modulus(product, covariance) ** 2)
