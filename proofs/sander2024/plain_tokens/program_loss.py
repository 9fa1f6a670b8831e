"""The loss that the published program descends, beside the loss of the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.parts import Equality, Settled
from proofs.sander2024.citation import printed
from proofs.sander2024.plain_tokens.encoded_loss import (
    LAST,
    QUERY,
    SQUARES,
    WEIGHTS,
    F,
    R,
    S,
    delta,
    gamma,
    loss,
    x,
    y,
)
from proofs.sander2024.plain_tokens.plain_route import CASES, SAMPLED, mean_loss, sampled_loss
from proofs.sander2024.unitary import UNITARY
from symbolic.algebra.notation import T, d
from symbolic.algebra.rationals import to_sympy
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown
from symbolic.laws import Law, Ones
from symbolic.model.derived_model import Derived
from symbolic.setting import Values
from symbolic.setting.point import Matrix
from symbolic.typeset.derivation import Chain

LOSS = F * SQUARES + (S - F) * QUERY**2 - 2 * R * LAST + d
"""The loss of the model, in norms, sums and traces of C and in the row p."""

TERMS = (1, 1, 0, -2, 1)
"""In the program: how often there are `‖C‖² Σ p_i²`, `S p_T²`, `‖C‖² p_T²`, `tr C p_{T+1}`, d."""

MATRICES: tuple[Matrix, ...] = (
    ((Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))),
    ((Fraction(1), Fraction(1)), (Fraction(0), Fraction(2))),
)


def formula(terms: tuple[int, ...]) -> sympy.Expr:
    """So many of each."""
    of = (F * SQUARES, S * QUERY**2, F * QUERY**2, R * LAST, d)
    return sympy.Add(*(n * one for n, one in zip(terms, of, strict=True)))


def is_the_loss(statement: tuple[int, ...]) -> Answer:
    """Whether the formula with so many of each term is the derived loss; refuted at T = 1, d = 2."""
    if sympy.expand(loss() - formula(statement)) == 0:
        return Holds("the derived loss has these terms and no others")
    for matrix, weights in product(MATRICES, product((Fraction(1), Fraction(0), Fraction(-1)), repeat=2)):
        true, said = derived_at(matrix, weights), said_at(statement, matrix, weights)
        if true != said:
            where = f"d = 2, T = 1, C = {_shown(matrix)}, p = ({weights[0]}, {weights[1]})"
            return Fails(f"the mean squared error is {true}, the formula gives {said}", where, point=_point(weights))
    return Unknown("no matrix and row were found at which they differ")


def derived_at(matrix: Matrix, weights: tuple[Fraction, ...]) -> Fraction:
    """The exact loss of the setting, the row p being `(weights[0], weights[1])`: `x γ, x` with `y = 0`, or y alone."""
    scalars = {symbol.name: value for symbol, value in _scalars(weights).items()}
    at = Values({"d": 2, "T": 1}, scalars=scalars, laws={"s_1": Ones().at(2)}, parameters={"C": matrix})
    return Derived(UNITARY).loss_at(at)


def said_at(terms: tuple[int, ...], matrix: Matrix, weights: tuple[Fraction, ...]) -> Fraction:
    """The formula in plain arithmetic: two positions, two coordinates."""
    query, last = weights
    norm = sum((entry**2 for row in matrix for entry in row), Fraction(0))
    total = sum((sum(row, Fraction(0)) ** 2 for row in matrix), Fraction(0))
    trace = matrix[0][0] + matrix[1][1]
    of = (norm * (query**2 + last**2), total * query**2, norm * query**2, trace * last, Fraction(2))
    return sum((n * value for n, value in zip(terms, of, strict=True)), Fraction(0))


def _scalars(weights: tuple[Fraction, ...]) -> dict[sympy.Symbol, Fraction]:
    """`x + y` is the last entry and `x γ + y δ` the one before it."""
    query, last = weights
    return {x: query, y: last - query, gamma: Fraction(1), delta: Fraction(0)}


def _point(weights: tuple[Fraction, ...]) -> tuple[tuple[sympy.Symbol, sympy.Expr], ...]:
    sizes = ((d, sympy.Integer(2)), (T, sympy.Integer(1)))
    return (*sizes, *((symbol, to_sympy(_scalars(weights)[symbol])) for symbol in WEIGHTS))


def _shown(matrix: Matrix) -> str:
    return "[" + ", ".join("[" + ", ".join(map(str, row)) + "]" for row in matrix) + "]"


@claim(
    "sander2024/program-loss",
    source=printed("the published program, unitary.py, for Section 4"),
    family=Ones(),
    parts=(Equality("loss", loss, LOSS), Settled("terms", TERMS, is_the_loss)),
    formal="program_loss",
)
def program_loss() -> Iterator[Chain]:
    """The program's `‖C‖² Σ p_i² + S p_T² − 2 tr C p_{T+1} + d` is the loss for unitary W on plain tokens.

    S is the sum of all entries of `C^T C`, C the matrix of the heads, p the row of the positional encoding with query
    `s_T` and last key s_{T+1}. False: the loss has `(S − ‖C‖²) p_T²`, so that the formula counts `‖C‖² p_T²` twice. At
    d = 2, T = 1, C = I, `p = (1, 1)` the mean squared error is 2, and the formula gives 4. The authors' program for
    orthogonal W multiplies `‖C‖²` by `Σ p_i² − p_T²`, as it has to be here. What is refuted is the formula of the
    program (github.com/michaelsdr/ical, unitary.py at beaf4d6), not one that the paper prints.
    """
    yield from ()


@crosscheck(program_loss, "quadrature", cases=CASES)
def by_enumeration(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The mean loss of the model with heads, over roots of unity."""
    return {"loss": mean_loss(law, T, parameters)}


@crosscheck(program_loss, "sampled", cases=SAMPLED)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random sequences."""
    return {"loss": sampled_loss(law, T, parameters, rng)}
