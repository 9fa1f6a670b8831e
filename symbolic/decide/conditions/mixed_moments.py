"""Families of mixed moments, and whether all of one vanish under a law."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement, product

from symbolic.decide.conditions.condition import Finding
from symbolic.decide.conditions.values import values_taken
from symbolic.expectation.moments import Pattern, choices, named
from symbolic.laws import IID, FamilyLaw, Law, Table
from symbolic.laws.coordinates import Number
from symbolic.laws.coordinates.existence import moments_end

EXPONENTS_SHOWN = 6
"""Largest exponent tried when a failing moment is named."""

LOW_EXPONENTS = ((1,), (1, 1), (1, 2), (1, 3), (3,), (2, 3), (1, 1, 1), (1, 1, 2))
"""Exponents of the moments that are tried on a law without a table of atoms."""


@dataclass(frozen=True)
class MixedMoments:
    """The moments of at most `most` distinct coordinates in which one exponent is 1 or, with `odd`, any odd number."""

    most: int
    odd: bool

    def include(self, pattern: Pattern) -> bool:
        """Whether this is one of the moments."""
        powers = [power for power in pattern.exponents if power]
        leads = any(power % 2 for power in powers) if self.odd else 1 in powers
        return leads and len(powers) <= self.most


def vanish_under(law: Law, moments: MixedMoments) -> Finding:
    """Whether all these moments of a law exist and are zero."""
    if end := moments_end(law):
        return Finding(False, f"E x_j^r does not exist for r >= {end}, so not all these moments do")
    if law.sign_symmetric:
        return Finding(True, "flipping the sign of any coordinate leaves the law unchanged")
    if isinstance(law, FamilyLaw) and isinstance(law.family, IID):
        return _of_independent(law, moments)
    return _on_finitely_many(law, moments)


def _of_independent(law: FamilyLaw, moments: MixedMoments) -> Finding:
    for n in range(1, 2 * EXPONENTS_SHOWN, 2) if moments.odd else (1,):
        if moment := law.family_moment((n,)):
            return Finding(False, f"{_moment_name((n,))} = {moment}")
    if moments.odd:
        return Finding(None, f"odd moments vanish up to order {2 * EXPONENTS_SHOWN - 1}, and the law is not symmetric")
    return Finding(True, "independent coordinates with mean 0")


def _on_finitely_many(law: Law, moments: MixedMoments) -> Finding:
    """All exponents at once: the moments vanish iff `E[x_i; x_S = v] = 0` for all non-zero v (Vandermonde)."""
    if law.exchangeable and (mean := law.family_moment((1,))):
        return Finding(False, f"E[x_1] = {mean}")
    if law.atoms is None and (values := values_taken(law)) is not None:
        return _by_exponents(law, moments, sum(1 for value in values if value))
    if law.atoms is None:
        return _by_low_exponents(law, moments)
    for i in range(law.d):
        others = [r for r in range(law.d) if r != i]
        for chosen in (c for size in range(min(moments.most, law.d)) for c in combinations(others, size)):
            if _lead_somewhere(law.atoms, moments, i, chosen):
                return Finding(False, _failing_moment(law, moments, i, chosen))
    return Finding(True, "given the other coordinates, every coordinate has conditional mean 0")


def _by_low_exponents(law: Law, moments: MixedMoments) -> Finding:
    """One moment that is not zero refutes; none proves nothing."""
    for pattern in (p for p in map(Pattern, LOW_EXPONENTS) if moments.include(p)):
        for free in choices(pattern, law):
            if value := pattern.at(law, free):
                return Finding(False, f"{named(pattern, free)} = {value}")
    return Finding(None, "neither independent, nor sign-symmetric, nor a small table; no low moment says otherwise")


def _by_exponents(law: Law, moments: MixedMoments, largest: int) -> Finding:
    """All exponents up to the number of non-zero values imply all others (Vandermonde); d may be a symbol."""
    for size in range(1, moments.most + 1):
        for pattern in map(Pattern, combinations_with_replacement(range(1, largest + 1), size)):
            for free in choices(pattern, law) if moments.include(pattern) else ():
                if value := pattern.at(law, free):
                    return Finding(False, f"{named(pattern, free)} = {value}")
    return Finding(True, f"the moments vanish for exponents up to {largest}, and so do all others")


def _lead_somewhere(atoms: Table, moments: MixedMoments, i: int, others: tuple[int, ...]) -> bool:
    if not moments.odd:
        return conditional_mean_differs(atoms, i, others)
    signed = ((abs(p[i]), tuple(p[r] for r in others), w if p[i] > 0 else -w) for p, w in atoms if p[i])
    totals: dict[tuple[Number, ...], Number] = {}
    for size, given, weight in signed:
        if all(given):
            totals[size, *given] = totals.get((size, *given), 0) + weight
    return any(totals.values())


def _failing_moment(law: Law, moments: MixedMoments, i: int, others: tuple[int, ...]) -> str:
    """The smallest exponents at which the moment is not zero, among those up to `EXPONENTS_SHOWN`."""
    leading = range(1, EXPONENTS_SHOWN + 1, 2) if moments.odd else (1,)
    ranges = [leading, *([range(1, EXPONENTS_SHOWN + 1)] * len(others))]
    for powers in sorted(product(*ranges), key=lambda powers: (sum(powers), powers)):
        placed = dict(zip((i, *others), powers, strict=True))
        exponents = tuple(placed.get(j, 0) for j in range(law.d))
        if value := law.moment(exponents):
            return f"{_moment_name(exponents)} = {value}"
    given = ", ".join(f"x_{r + 1}" for r in others)
    return f"E[x_{i + 1} | {given}] is not identically 0"


def conditional_mean_differs(atoms: Table, i: int, others: tuple[int, ...]) -> bool:
    """Whether `E[x_i; x_others = v] ≠ 0` for some v without a zero."""
    totals: dict[tuple[Number, ...], Number] = {}
    for point, weight in atoms:
        given = tuple(point[r] for r in others)
        if all(given):
            totals[given] = totals.get(given, 0) + weight * point[i]
    return any(totals.values())


def _moment_name(exponents: tuple[int, ...]) -> str:
    factors = (f"x_{j + 1}^{n}" if n > 1 else f"x_{j + 1}" for j, n in enumerate(exponents) if n)
    return f"E[{' '.join(factors)}]"
