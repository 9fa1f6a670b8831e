"""Procedures that settle statements of the paper: what they refuse, and their answers by another way."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
import sympy

from proofs.sander2024.augmented.diagonal_blocks import OTHERS, others
from proofs.sander2024.augmented.first_token_repaired import ALL as ALL_FIRST
from proofs.sander2024.augmented.first_token_repaired import SHORT, at_two
from proofs.sander2024.augmented.gradient_step import same_map
from proofs.sander2024.augmented.minimisers import minimal_set
from proofs.sander2024.augmented.proposition_2 import PRINTED, in_more, in_one_dimension
from proofs.sander2024.augmented.proposition_2_repaired import ALL
from proofs.sander2024.augmented.six_scalars import loss_of
from proofs.sander2024.augmented.squares import Region, SignUnknown, linear_forms
from proofs.sander2024.notation import LETTERS, STEP, a1, a2, a3, a4, b1
from proofs.sander2024.paired import PAIRED
from proofs.sander2024.plain_tokens.program_loss import TERMS as TERMS_OF_PROGRAM
from proofs.sander2024.plain_tokens.program_loss import is_the_loss, said_at
from proofs.sander2024.plain_tokens.unitary_loss import TERMS
from proofs.sander2024.setting import SANDER
from symbolic.algebra.notation import T, d
from symbolic.algebra.rationals import to_sympy
from symbolic.decide.outcomes import Fails, Holds, Unknown
from symbolic.setting import Setting
from tests.proofs.sander2024.counted_characters import augmented_loss, plain_loss


def rationals(random: Random, count: int) -> list[Fraction]:
    return [Fraction(random.randint(-5, 5), random.randint(1, 3)) for _ in range(count)]


@pytest.mark.parametrize("setting", [PAIRED, SANDER], ids=lambda setting: setting.key)
@pytest.mark.parametrize(("size", "length"), [(1, 2), (1, 4), (2, 2), (2, 5), (3, 3)])
def test_the_loss_is_that_of_counted_characters(setting: Setting, size: int, length: int) -> None:
    letters = rationals(Random(size * length), 6)
    values = {d: size, T: length} | dict(zip(LETTERS, map(to_sympy, letters), strict=True))
    assert loss_of(setting).subs(values) == to_sympy(augmented_loss(letters, size, length, setting is PAIRED))


@pytest.mark.slow
def test_each_condition_is_needed_and_no_other_is() -> None:
    for settle in (in_more, in_one_dimension):
        assert isinstance(settle(ALL), Holds)
        assert isinstance(settle((*ALL, sympy.Eq(a1, 0))), Fails)
        assert isinstance(settle((ALL[1], *ALL[3:])), Fails)
    assert all(isinstance(in_more((*ALL[:n], *ALL[n + 1 :])), Fails) for n in range(4))
    assert isinstance(in_more((*ALL[:3], sympy.Eq(a3 * b1, 2 * STEP))), Fails)
    assert isinstance(in_more((sympy.Ne(a2, 0),)), Unknown)


@pytest.mark.slow
def test_a_power_of_a_condition_says_the_same() -> None:
    assert isinstance(in_more((*ALL[:1], sympy.Eq(a2**3, 0), *ALL[2:])), Holds)


def test_the_witness_of_proposition_2_has_the_loss_that_is_told() -> None:
    found = in_more(PRINTED)
    assert isinstance(found, Fails)
    point = dict(found.point)
    letters = [Fraction(str(point[letter])) for letter in LETTERS]
    assert augmented_loss(letters, 2, 2, True) == Fraction(62, 3)
    assert augmented_loss([*letters[:1], Fraction(0), *letters[2:]], 2, 2, True) == Fraction(2, 3)


@pytest.mark.slow
def test_at_two_times_there_are_more_minimisers() -> None:
    assert isinstance(at_two(SHORT), Holds)
    assert isinstance(at_two(ALL_FIRST), Fails)
    one = Fraction(1)
    assert augmented_loss([one, Fraction(0), one / 2, -one, one, Fraction(-2)], 2, 2, False) == 1
    assert augmented_loss([Fraction(0), Fraction(0), one / 2, Fraction(0), one, Fraction(0)], 2, 2, False) == 1


def test_forms_without_a_sign_are_refused() -> None:
    x, y = sympy.symbols("x y")
    for form in ((T - 3) * x**2, x * y, (T - d) * x**2 + y**2):
        with pytest.raises(SignUnknown):
            linear_forms(form, (x, y), Region(1, 2))
    with pytest.raises(SignUnknown, match="depend on the sizes"):
        linear_forms((x + T * y) ** 2, (x, y), Region(1, 2))
    assert linear_forms((T - 1) * x**2 + (d - 1) * y**2, (x, y), Region(1, 2, one_d=True)) == (x,)


def test_a_1_and_a_4_are_told_apart_by_the_first_token_alone() -> None:
    assert a1 * b1 + a4 * b1 in minimal_set(PAIRED, Region(2, 2))
    assert {a1 * b1, a4 * b1} <= set(minimal_set(SANDER, Region(2, 3)))


def test_all_other_products_of_diagonals_are_named() -> None:
    assert isinstance(others(OTHERS), Holds)
    assert isinstance(others(OTHERS[1:]), Fails)
    assert isinstance(others((*OTHERS, (3, 1))), Fails)


def test_a_step_in_a_diagonal_matrix_is_the_same_in_one_dimension_alone() -> None:
    assert isinstance(same_map((1,)), Holds)
    assert isinstance(same_map((3,)), Fails)


@pytest.mark.parametrize(("size", "length"), [(1, 2), (2, 2), (2, 4), (3, 3)])
def test_the_formula_holds_for_rows_that_are_no_series(size: int, length: int) -> None:
    random = Random(size + length)
    C, p = [rationals(random, size) for _ in range(size)], rationals(random, length)
    norm, query = sum(c**2 for row in C for c in row), p[-2]
    total, trace = sum(sum(row) ** 2 for row in C), sum(C[n][n] for n in range(size))
    loss = norm * sum(w**2 for w in p) + (total - norm) * query**2 - 2 * trace * p[-1] + size
    assert plain_loss(C, p) == loss


def test_the_program_counts_one_term_twice() -> None:
    identity = ((Fraction(1), Fraction(0)), (Fraction(0), Fraction(1)))
    row = (Fraction(1), Fraction(1))
    assert isinstance(is_the_loss(TERMS), Holds)
    assert isinstance(is_the_loss(TERMS_OF_PROGRAM), Fails)
    assert plain_loss(identity, row) == 2
    assert said_at(TERMS_OF_PROGRAM, identity, row) == 4
    assert said_at(TERMS, identity, row) == 2
