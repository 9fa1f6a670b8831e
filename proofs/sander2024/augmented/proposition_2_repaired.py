"""Proposition 2 with all conditions, and none too many."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from proofs.claim import claim
from proofs.parts import Settled
from proofs.sander2024.augmented.loss_of_six_scalars import reduced_loss
from proofs.sander2024.augmented.minimisers import Equations
from proofs.sander2024.augmented.proposition_2 import (
    NUMBERS,
    in_more,
    in_one_dimension,
    numbers,
    proposition_2,
    step_chain,
)
from proofs.sander2024.citation import printed
from proofs.sander2024.notation import STEP, a1, a2, a3, a4, b1, b2
from symbolic.laws import Ones
from symbolic.typeset.derivation import Chain

ALL: Equations = (sympy.Eq(a1 + a4, 0), sympy.Eq(a2, 0), sympy.Eq(b2, 0), sympy.Eq(a3 * b1, STEP))


@claim(
    "sander2024/proposition-2-repaired",
    source=printed("Proposition 2, with a_2"),
    family=Ones(),
    parts=(*NUMBERS, Settled("minimisers", ALL, in_more), Settled("minimisers_1", ALL, in_one_dimension)),
    uses=(reduced_loss,),
    repairs=proposition_2,
    formal="proposition_2_repaired",
)
def proposition_2_repaired() -> Iterator[Chain]:
    """Over the six scalars the loss is least just where `a_1 + a_4 = a_2 = b_2 = 0`, `a_3 b_1 = Σ t/Σ (t² + (d−1) t)`.

    For every d (d = 1 included) and every `T >= 2`, sums over t = 2, …, T, in the model of `reduced-loss`: global
    minimisers over `a_1`, …, `a_4`, `b_1`, `b_2` in R⁶, all other blocks being zero. The loss there is
    `d (T − 1 − (Σ t)²/Σ (t² + (d−1) t))`. Where the product of `a_3` and `b_1` is another one, zero included, no choice
    of the others makes up for it: the four parts of the loss do not mix.

    Proof. The loss is its least value plus a positive multiple of `(p − Σ t / Σ (t² + (d−1) t))²` plus three quadratic
    forms in (q, u), (r, v) and w, diagonalised with weights whose coefficients in T − 2 and d − 2 are positive (for
    d = 1 the forms are squares of q + u, r + v and w). Their zeros, with `a_3 b_1 ≠ 0`, are the set above: each
    polynomial of one list is in the radical of the other.
    """
    yield step_chain()


by_enumeration, by_sampling = numbers(proposition_2_repaired)
