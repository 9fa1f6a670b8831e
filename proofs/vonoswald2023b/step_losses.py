"""The loss of a step from `W_0 = w I` with `D = η I`, `C = I`: of a setting, and where W is any orthogonal matrix."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import sympy

from proofs.vonoswald2023b.setting import ORTHOGONAL
from symbolic.algebra.notation import d
from symbolic.expectation.haar import overlap_moment_of_large, settled_from
from symbolic.model.derived_model import Derived
from symbolic.model.traced import in_traces
from symbolic.setting import Setting

t = sympy.Symbol("t", integer=True, positive=True)
w, eta = sympy.symbols("w eta", real=True)
"""t elements are seen, the next one is predicted."""


@cache
def loss(setting: Setting) -> sympy.Expr:
    """The population loss on the family."""
    found = in_traces(Derived(setting).on(setting.families["step"]).terms)
    letters = {letter.name: letter for letter in (d, t, w, eta)}
    return found.xreplace({symbol: letters[symbol.name] for symbol in found.free_symbols})


def loss_at(size: int, length: int) -> sympy.Expr:
    """The loss on the family for orthogonal W, derived in one dimension d after so many elements."""
    derived = Derived(ORTHOGONAL, {"d": size, "t": length}).on(ORTHOGONAL.families["step"])
    found = in_traces(derived.terms).subs("d", size)
    letters = {letter.name: letter for letter in (w, eta)}
    return found.xreplace({symbol: letters[symbol.name] for symbol in found.free_symbols})


def best(found: sympy.Expr) -> sympy.Expr:
    """The η at which a parabola is least."""
    square, linear, _ = sympy.Poly(found, eta).all_coeffs()
    return sympy.cancel(-linear / (2 * square))


def share(found: sympy.Expr) -> sympy.Expr:
    """What a parabola is there, over its value at η = 0."""
    square, linear, constant = sympy.Poly(found, eta).all_coeffs()
    return sympy.cancel(1 - linear**2 / (4 * square * constant))


def on_orthogonal(length: int) -> sympy.Expr:
    """The loss after so many elements for W uniform among orthogonal matrices, for all d from `large_from(length)` on.

    What is missed is `(W − w) g`, `g = (η Σ_{k<t} s_k s_kᵀ − 1) s_t`, whose square is `(1 + w²)‖g‖² − 2w gᵀ W g`. With
    the unit vector u of `s_1` each state is `W^k u`, and products of states are means of `⟨u, W^k u⟩`.
    """
    square, turned = (_mean_of_step(length, power) for power in (0, 1))
    return sympy.factor(((1 + w**2) * square - 2 * w * turned) / 2)


def large_from(length: int) -> int:
    """The first dimension in which no mean of traces that is met depends on d."""
    return max(settled_from("orthogonal", powers) for power in (0, 1) for _, powers in _overlaps(length, power))


def _mean_of_step(length: int, power: int) -> sympy.Expr:
    """`E gᵀ W^power g`."""
    total = sympy.Integer(0)
    for factor, powers in _overlaps(length, power):
        total += factor * overlap_moment_of_large("orthogonal", powers) * _of_length(len(powers))
    return total


def _overlaps(length: int, power: int) -> Iterator[tuple[sympy.Expr, tuple[int, ...]]]:
    """Products of a term of g and one of `W^power g`, each with the powers of the forms `⟨u, W^k u⟩` in it."""
    last = length - 1
    parts = [(-sympy.Integer(1), last, ()), *((eta, k, (last - k,)) for k in range(last))]
    for one, first, seen in parts:
        for other, second, also in parts:
            yield one * other, (second + power - first, *seen, *also)


def _of_length(n: int) -> sympy.Expr:
    """`E ‖s_1‖^{2n}` of N(0, I)."""
    return sympy.Mul(*(d + 2 * k for k in range(n)))
