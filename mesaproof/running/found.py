"""What checking one part, one line or one premise of a claim found."""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from proofs.verdict import Outcome
from symbolic.laws import Law


@dataclass(frozen=True)
class Found:
    """An outcome in words; of a refutation also the witness, in words, as a law and as values of sizes and letters.

    `exhibited` says that law and values are all there is to the witness; `undefined` names a place where the claim is
    undefined rather than false.
    """

    outcome: Outcome
    text: str
    witness: str = ""
    leftover: tuple[str, ...] = ()
    law: Law | None = None
    T: int | None = None
    point: tuple[tuple[sympy.Symbol, sympy.Expr], ...] = ()
    exhibited: bool = False
    undefined: str = ""
