"""Up to which order moments exist, of a coordinate law, a family, or a law."""

from __future__ import annotations

from typing import Any

Number = Any
"""`Fraction`, or a SymPy expression when a parameter is symbolic."""


class MomentDoesNotExist(ValueError):
    """The requested moment is infinite or undefined."""


def require_moment(law: Any, n: int) -> None:
    """Raise `MomentDoesNotExist` where moments of order n do not exist."""
    end = law.moments_below
    if end is not None and n >= end:
        kind = "does not exist" if n % 2 else "is infinite"
        raise MomentDoesNotExist(f"E x_j^{n} of {law.description} {kind}: its moments end below {end}")


def least_order(ends: Any) -> Number | None:
    """The smallest of several orders below which moments exist; None stands for no end."""
    known = [end for end in ends if end is not None]
    return min(known) if known else None


def moments_end(law: Any) -> Number | None:
    """Moments of a law or family exist below this order only; None where all exist."""
    family = getattr(law, "family", law)
    return getattr(getattr(family, "coordinate", family), "moments_below", None)


def require_total(law: Any, total: int) -> None:
    """Raise `MomentDoesNotExist` where the moments of a law end below this degree."""
    end = moments_end(law)
    if end is not None and total >= end:
        raise MomentDoesNotExist(f"moments of degree {total} of {law.description} do not exist: they end below {end}")
