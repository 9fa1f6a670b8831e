"""`gradient`: exact, the same on the line and at arbitrary blocks, and the derivative of the exact loss."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

import mesaproof as mp
from mesaproof.errors import InputError
from mesaproof.reading.law_spec import law_at
from numeric_check.compare.agreement import ROUNDING
from proofs.zheng2024.model import evaluation
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.second_route import quadrature
from symbolic.algebra.harmonics import to_float
from symbolic.laws import Atoms
from tests.strategies_of_laws import atom_laws, on_line, parameters, small_fractions

LAWS = ("gaussian(sigma=1/2)", "laplace", "uniform", "sparse(c=2)", "ones", "twopoint(2:1/3, -1:2/3)")
A, B = Fraction(2, 3), Fraction(-3, 5)


def fractions(blocks: Mapping[str, Any]) -> dict[str, evaluation.Matrix]:
    return {
        name: tuple(tuple(Fraction(int(entry.p), int(entry.q)) for entry in row) for row in block)
        for name, block in blocks.items()
    }


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize(("d", "T"), [(1, 3), (2, 3), (3, 7)])
def test_on_the_line_it_is_the_general_evaluation(law: str, d: int, T: int) -> None:
    found = mp.gradient(law, d, T, a=A, b=B)
    assert tuple(found.blocks) == BLOCKS
    assert (found.T, found.law) == (T, law_at(law, d))
    assert fractions(found.blocks) == evaluation.gradient(law_at(law, d), T, on_line(d, A, B))


@given(atom_laws(), st.integers(3, 6), small_fractions(), small_fractions())
def test_on_the_line_it_is_the_general_evaluation_for_any_atoms(law: Atoms, T: int, a: Fraction, b: Fraction) -> None:
    expected = evaluation.gradient(law, T, on_line(law.d, a, b))
    assert fractions(mp.gradient(law, T=T, a=a, b=b).blocks) == expected
    assert fractions(mp.gradient(law, T=T, parameters=on_line(law.d, a, b)).blocks) == expected


@given(st.data())
def test_it_is_the_derivative_of_the_exact_loss(data: st.DataObject) -> None:
    """The loss is quadratic in each entry, so the symmetric difference at any step is the derivative."""
    law = data.draw(atom_laws(most_d=2, most_atoms=2))
    blocks, T = data.draw(parameters(law.d)), data.draw(st.integers(3, 5))
    name = data.draw(st.sampled_from(BLOCKS))
    p, q = (data.draw(st.integers(0, law.d - 1)) for _ in range(2))
    above, below = (
        evaluation.loss(law, T, {**blocks, name: shifted(blocks[name], p, q, step)})
        for step in (Fraction(1), Fraction(-1))
    )
    assert fractions(mp.gradient(law, T=T, parameters=blocks).blocks)[name][p][q] == (above - below) / 2


def shifted(block: evaluation.Matrix, p: int, q: int, step: Fraction) -> evaluation.Matrix:
    return tuple(
        tuple(entry + step if (m, n) == (p, q) else entry for n, entry in enumerate(row)) for m, row in enumerate(block)
    )


@pytest.mark.parametrize("law", LAWS)
def test_it_is_that_of_the_full_model_at_arbitrary_blocks(law: str) -> None:
    rng = np.random.default_rng(0)
    blocks = {name: rng.integers(-3, 4, (2, 2)) for name in BLOCKS}
    exact = {name: tuple(tuple(Fraction(int(e), 2) for e in row) for row in block) for name, block in blocks.items()}
    found = mp.gradient(law, 2, 4, parameters=exact)
    computed = quadrature.gradient(law_at(law, 2), 4, {name: block / 2 for name, block in blocks.items()})
    scale = max(float(abs(block).max()) for block in computed.values())
    for name in BLOCKS:
        assert np.allclose(np.array(found.blocks[name], dtype=float), computed[name], rtol=0, atol=ROUNDING * scale)


def test_scalars_are_one_where_omitted() -> None:
    assert mp.gradient("ones", 2, 5) == mp.gradient("ones", 2, 5, a=1, b=Fraction(1))
    assert mp.gradient("ones", 2, 5) != mp.gradient("ones", 2, 5, a=2)


def test_origin_is_an_equilibrium() -> None:
    found = mp.gradient("ones", 3, 5, a=0, b=0)
    assert all(entry == 0 for block in found.blocks.values() for row in block for entry in row)


@pytest.mark.parametrize("law", ["gaussian", "sparse", "rademacher"])
def test_invariant_line_is_at_rest_at_the_limit_product(law: str) -> None:
    limit = mp.check(law, 3, 8).ab_limit
    assert limit is not None
    found = mp.gradient(law, 3, 8, a=Fraction(int(limit.p), int(limit.q)), b=1)
    assert all(entry == 0 for block in found.blocks.values() for row in block for entry in row)


def test_harmonic_numbers_of_long_sequences_stay_symbols() -> None:
    at_limit, beyond = (mp.gradient("gaussian", 2, T).blocks["W_PV_12"][0][0] for T in (1000, 1001))
    assert at_limit.is_Rational
    assert [str(symbol) for symbol in beyond.free_symbols] == ["H(999)"]
    harmonic = sum(Fraction(1, s) for s in range(1, 1000))
    assert to_float(beyond) == pytest.approx(float(999 * 15 + 3 * harmonic - 999 * 3), rel=1e-14)


def test_large_dimension_on_the_line() -> None:
    block = mp.gradient("gaussian", 200, 4, a=A, b=B).blocks["W_PV_12"]
    assert (len(block), len(block[0])) == (200, 200)
    assert block[0][0] == block[199][199] != 0
    assert block[0][1] == block[199][0] == 0
    small = [mp.gradient("gaussian", d, 4, a=A, b=B).blocks["W_PV_12"][0][0] for d in (1, 2)]
    assert block[0][0] == small[0] + 199 * (small[1] - small[0])


@pytest.mark.parametrize(
    ("law", "sizes", "options", "part"),
    [
        ("gauss", (2, 4), {}, "gaussian"),
        ("gaussian", (None, 4), {}, "d >= 1"),
        ("gaussian", (0, 4), {}, "d >= 1"),
        ("gaussian", (2, 2), {}, "T >= 3"),
        ("gaussian", (201, 4), {}, "d <= 200"),
        ("gaussian", (9, 4), {"parameters": {}}, "d <= 8"),
        ("gaussian", (2, 1001), {"parameters": {}}, "T <= 1000"),
    ],
)
def test_bad_input_is_an_input_error(
    law: str, sizes: tuple[int | None, int], options: dict[str, Any], part: str
) -> None:
    with pytest.raises(InputError, match=part):
        mp.gradient(law, *sizes, **options)


def test_entries_are_exact_numbers() -> None:
    entry = mp.gradient("ones", 2, 4, a=A, b=B).blocks["W_KQ_32"][0][1]
    assert isinstance(entry, sympy.Rational)


def test_irrational_moments_with_parameters_of_your_own_are_refused_in_words() -> None:
    one = {"W_PV_12": ((Fraction(1),),), "W_KQ_32": ((Fraction(1),),)}
    with pytest.raises(InputError, match="not a rational number"):
        mp.gradient("shift(rayleigh, 1)", 1, 4, parameters=one)


def test_the_parts_of_a_gradient_are_counted() -> None:
    heard: list[tuple[int, int]] = []
    one = {"W_PV_12": ((Fraction(1),),), "W_KQ_32": ((Fraction(1),),)}
    mp.gradient("gaussian", 1, 4, parameters=one, counted=lambda done, total: heard.append((done, total)))
    assert heard == [(n, 4) for n in range(4)]
