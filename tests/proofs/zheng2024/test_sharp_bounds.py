"""Sharp bounds of ratio and error: the claim is proved, altered tables are refused, and no law breaks the bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import given, settings

from mesaproof.running.runner import prove
from mesaproof.selftest.claims.claim_mutants import mutants
from mesaproof.strategies import laws
from proofs.catalogue import find
from proofs.verdict import Outcome, Verdict
from proofs.zheng2024.capability.sharp_bounds import (
    LAWS,
    OWN,
    TWO_SIZES,
    UNEQUAL,
    along,
    c,
    k,
    on_axes,
    over_pairs,
    ratio_of_all,
    settle_laws,
    sharp_bounds,
    x,
    y,
)
from proofs.zheng2024.line.trained import mean_ratio, relative_mse
from proofs.zheng2024.notation import h, n
from symbolic.decide.outcomes import Fails, Holds
from symbolic.expectation.exact_moments import number
from symbolic.laws import IID, Atoms, Law
from symbolic.laws.coordinates import rademacher
from symbolic.typeset.naming import spelled_out

quick = settings(max_examples=40, deadline=None, derandomize=True, database=None)
T = 4


def test_it_is_proved_and_found_by_its_key(verdicts: Mapping[str, Verdict]) -> None:
    assert find("zheng2024/sharp-bounds") is sharp_bounds
    verdict = verdicts[sharp_bounds.key]
    assert verdict.outcome is Outcome.PROVED, verdict.reason


@pytest.mark.slow
def test_altered_identities_and_inequalities_are_refused() -> None:
    altered = mutants(sharp_bounds)
    assert len(altered) > 100
    for mutant in altered[::9]:
        alone = replace(mutant.claim, parts=(mutant.claim.parts[mutant.part or 0],), derive=tuple)
        assert prove(alone).outcome is not Outcome.PROVED, mutant.change


@pytest.mark.parametrize("place", range(len(LAWS)))
@pytest.mark.parametrize("field", ["ratio", "error"])
def test_altered_rows_are_refused(place: int, field: str) -> None:
    row = LAWS[place]
    moved: Any = {field: getattr(row, field) + sympy.Rational(1, 1000)}
    assert isinstance(settle_laws((row,)), Holds)
    assert isinstance(settle_laws((replace(row, **moved),)), Fails)


def one_size(law: Law) -> bool:
    return len({abs(value) for point, _ in law.atoms or () for value in point if value}) == 1


def is_zero(law: Law) -> bool:
    return not any(any(point) for point, _ in law.atoms or ())


@quick
@given(laws())
def test_no_law_breaks_the_bounds_and_only_the_axes_attain_them(law: Law) -> None:
    error = relative_mse(law, T)
    if error is None:
        assert is_zero(law)
        return
    ratio = ratio_of_all(law, sympy.Integer(T))
    assert 0 < ratio <= 1
    assert 0 <= error < 1
    assert ratio + error <= 1
    assert (ratio == 1) is (error == 0) is on_axes(law)
    assert (ratio + error == 1) is one_size(law)


@quick
@given(laws(d=(1, 2)))
def test_the_identities_are_those_of_pairs_of_atoms(law: Law) -> None:
    """Sums over pairs of atoms, written out, against the moments that the claim's identities give."""
    values = [(number(v), number(w)) for point, w in law.atoms or () for v in point if v]
    for polynomial in ((x**2 - y**2) ** 2 * (x**2 + y**2), x**2 * y**2 * (x**2 - y**2) ** 2, (x**2 - y**2) ** 2):
        pairs = sum(v * w * polynomial.subs({x: a, y: b}) for a, v in values for b, w in values)
        moments = {n: sum((w * a**n for a, w in values), start=sympy.Integer(0)) for n in range(0, 8, 2)}
        formal = spelled_out(over_pairs(polynomial))
        named = {symbol: moments[_power(symbol)] for symbol in formal.free_symbols}
        assert sympy.expand(formal.xreplace(named) - pairs) == 0


def _power(symbol: sympy.Symbol) -> int:
    pattern = getattr(symbol, "pattern", None)
    return pattern.summed[0] if pattern else 0


@pytest.mark.slow
def test_both_worst_cases_are_approached_at_any_size() -> None:
    for d, length in ((1, 3), (2, 5), (4, 20)):
        at = {k: d - 1, n: length - 2, h: sympy.harmonic(length - 2)}
        ratios = [along(ratio_of_all).subs(at).subs(c, size) for size in (10, 100, 1000)]
        errors = [along(relative_mse).subs(at).subs(c, size) for size in (10, 100, 1000)]
        assert 1 > ratios[0] > ratios[1] > ratios[2] > 0
        assert ratios[2] < sympy.Rational(1, 500)
        assert sympy.Rational(499, 500) < errors[2] < 1
        concrete = TWO_SIZES.at(d)
        assert sympy.cancel(ratio_of_all(concrete, sympy.Integer(length)).subs(c, 10) - ratios[0]) == 0


def test_one_coordinate_alone_can_exceed_one_only_where_constants_differ() -> None:
    assert on_axes(UNEQUAL) is False
    found = mean_ratio(UNEQUAL, 7)
    assert found is not None
    assert found[1] == sympy.Rational(45, 41)
    same = mean_ratio(IID(rademacher()).at(3), 7)
    assert same is not None
    assert 0 < same[0] <= 1
    assert OWN.is_positive


def test_the_axes_are_told_from_the_atoms() -> None:
    half = [Fraction(1, 2)] * 2
    assert on_axes(Atoms.of([(1, 0), (0, -1)], half))
    assert not on_axes(Atoms.of([(1, 0), (0, 2)], half))
    assert not on_axes(Atoms.of([(1, 1), (0, 1)], half))
