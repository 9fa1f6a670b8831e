"""Three answers of an exact procedure to a statement: it holds, it fails at a witness, or it stays unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sympy

    from symbolic.laws import Law


@dataclass(frozen=True)
class Holds:
    """The statement is true, because of this."""

    because: str


@dataclass(frozen=True)
class Fails:
    """The statement is false: `because` says why, `witness` is an exact point, law or length at which it fails.

    Where that is a law, `law` is the law itself. `point` are values of letters; without a law it fails there at every
    law that the statement is about. `undefined` names a place where the statement is undefined rather than false.
    """

    because: str
    witness: str
    law: Law | None = None
    point: tuple[tuple[sympy.Symbol, sympy.Expr], ...] = ()
    undefined: str = ""


@dataclass(frozen=True)
class Unknown:
    """Neither was shown; `reason` says what was tried."""

    reason: str


Answer = Holds | Fails | Unknown
