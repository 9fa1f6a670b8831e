"""Exact matrices for every letter of prompts with a shift, beside those of the trained model."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import sympy

from symbolic.algebra.traces import Rows, inverse
from tests.proofs.zhang2024.exact_letters import letters, with_numbers


def shapes(size: int, N: int, seed: int) -> dict[str, Rows]:
    """By name: symmetric matrices, an orthogonal projection, vectors, signs, and the inverse of Λ."""
    random, found = Random(f"shapes {seed}"), letters(size, N, seed)
    for name in ("G", "Q", "W", "V", "F"):
        rows = [[Fraction(random.randint(-5, 5), 3) for _ in range(size)] for _ in range(size)]
        found[name] = tuple(tuple(rows[j][k] + rows[k][j] for k in range(size)) for j in range(size))
    for name in ("m", "n", "u"):
        found[name] = tuple((Fraction(random.randint(-5, 5), 2),) for _ in range(size))
    axis = [Fraction(random.randint(1, 4)) for _ in range(size)]
    length = sum(x * x for x in axis)
    found["P"] = tuple(tuple((j == k) - axis[j] * axis[k] / length for k in range(size)) for j in range(size))
    found["Y"] = found["U"]
    found["s"] = tuple((Fraction(random.choice((1, -1))),) for _ in range(size))
    return {**found, "L": inverse(found["Λ"])}


def number(expression: sympy.Expr, size: int, N: int, seed: int) -> sympy.Expr:
    """The expression with every trace, size and symbol replaced by an exact number."""
    return with_numbers(expression, size, N, shapes(size, N, seed))
