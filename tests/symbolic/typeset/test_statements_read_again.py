"""What stands together in print means what it stands for: statements about blocks and indices, read again."""

from __future__ import annotations

import os
from fractions import Fraction
from random import Random

import pytest

from symbolic.core.expressions import Expression, Sort, written
from symbolic.core.signatures import Signature
from symbolic.core.vocabulary import (
    Model,
    cell,
    conjunction,
    disjunction,
    equal,
    exists,
    for_all,
    implies,
    integers_between,
    law,
    less,
    matrix,
    mean,
    negation,
    real,
    total,
    vector_law,
)
from symbolic.typeset.kernel_formulas import lines, text
from tests.symbolic.typeset.kernel_reader import World, evaluated, read
from tests.symbolic.typeset.statement_reader import Meaning, read_statement, true

MANY = int(os.environ.get("MESAPROOF_FUZZ", "12"))
j, k, a, b, y = map(real, "jkaby")
BLOCKS = ("P", "K", "V", "O", "Q")
MODEL = Model(Signature("five", ("d",), (("x_1", Sort.VECTOR_LAW),), BLOCKS))
POINT = real("a"), vector_law("ν"), *(matrix(j, k, (2, 2), real("b")),) * 5
PLACES = [(row, column) for row in (1, 2) for column in (1, 2)]


def any_meaning(random: Random) -> Meaning:
    slopes = {name: {place: Fraction(random.randrange(2)) for place in PLACES} for name in BLOCKS}
    ρ = ((Fraction(1, 2), Fraction(3)), (Fraction(1, 2), Fraction(-1)))
    return Meaning(World({"a": Fraction(2), "b": Fraction(-1, 3)}, {}, {"ρ": ρ}), slopes)


def slope(block: str, row: Expression | int, column: Expression | int) -> Expression:
    return cell(MODEL.gradient(block, *POINT), row, column)


def about_a_block(random: Random, block: str, form: int, places: list[Expression]) -> Expression:
    """The same formula for every block."""
    one, other = (slope(block, *(random.choice(places) for _ in "12")) for _ in "12")
    relation = (equal(one, 0), less(0, one + other), negation(equal(one, other)))[form % 3]
    return (relation, disjunction(relation, equal(other, 1)), implies(equal(other, 1), relation))[form // 3]


def any_statement(random: Random, depth: int, places: list[Expression]) -> Expression:
    if depth == 0:
        return about_a_block(random, random.choice(BLOCKS), random.randrange(9), places)
    match random.randrange(6):
        case 0 | 1:
            listed = random.sample(BLOCKS, random.randrange(1, 6))
            return conjunction(*alike(random, listed, depth, places), any_statement(random, depth - 1, places))
        case 2:
            return conjunction(*alike(random, list(BLOCKS), depth, places))
        case 3:
            return negation(any_statement(random, depth - 1, places))
        case 4:
            label = random.choice((j, k))
            quantifier = random.choice((for_all, exists))
            return quantifier(label, integers_between(1, 2), any_statement(random, depth - 1, [*places, label]))
    return implies(any_statement(random, depth - 1, places), any_statement(random, depth - 1, places))


def alike(random: Random, blocks: list[str], depth: int, places: list[Expression]) -> list[Expression]:
    """A formula about each of some blocks, quantified or not."""
    form, seed = random.randrange(9), random.randrange(10**6)
    quantifiers = [(random.choice((for_all, exists)), label) for label in (j, k)[: random.randrange(3)]]
    found = []
    for block in blocks:
        formula = about_a_block(Random(seed), block, form, [*places, *(label for _, label in quantifiers)])
        for quantifier, label in quantifiers:
            formula = quantifier(label, integers_between(1, 2), formula)
        found.append(formula)
    return found


@pytest.mark.sampled(3)
@pytest.mark.parametrize("seed", range(MANY))
def test_any_statement_is_read_as_what_it_is(seed: int) -> None:
    random = Random(seed)
    for _ in range(40):
        formula = any_statement(random, random.randrange(1, 4), [written(1), written(2)])
        for meaning in (any_meaning(random) for _ in range(4)):
            assert read_statement(text(formula), meaning) == true(formula, meaning), text(formula)


def test_what_differs_in_blocks_is_joined_and_what_depends_on_them_is_not() -> None:
    zero = [for_all(j, integers_between(1, 2), equal(slope(block, j, 1), 0)) for block in BLOCKS]
    some = [exists(j, integers_between(1, 2), equal(slope(block, j, 1), 0)) for block in BLOCKS]
    one = exists(j, integers_between(1, 2), conjunction(*(equal(slope(block, j, 1), 0) for block in BLOCKS)))

    def said(*parts: Expression) -> str:
        return text(conjunction(*parts)).partition(", where ")[0]

    assert said(*zero) == "∀j ∈ {1, …, 2}: ∂L/∂W[j, 1] = 0 for all blocks W"
    assert said(*zero[:2]) == "∀j ∈ {1, …, 2}: ∂L/∂W[j, 1] = 0 for W = P, K"
    assert said(*zero[:4]) == "∀j ∈ {1, …, 2}: ∂L/∂W[j, 1] = 0 for all blocks W but Q"
    assert said(*zero[:1]) == "∀j ∈ {1, …, 2}: ∂L/∂P[j, 1] = 0"
    assert said(zero[0], some[0]).count(" for ") == 0
    assert said(*some) == "(∃j ∈ {1, …, 2}: ∂L/∂W[j, 1] = 0) for all blocks W"
    assert said(one) == "∃j ∈ {1, …, 2}: (∂L/∂W[j, 1] = 0 for all blocks W)"
    assert len({said(*(zero[n] for n in those)) for those in ((0, 1), (0, 2), (1, 2), (0, 1, 2))}) == 4


def test_a_long_term_that_is_repeated_is_told_once() -> None:
    square = (total(real("s"), 1, 3, real("s") * a) + mean(y, law("ρ"), y**2)) / (1 + b**2)
    formula = less(square * a, square * square + a / (1 + square))
    found = text(formula)
    assert found.startswith("c·a < c·c + a/(1 + c), where c = (")
    assert found.count("ρ") == 1
    world = any_meaning(Random(0)).world
    assert read(found.partition("where c = ")[2], world) == evaluated(square, world)
    assert text(less(square * a, 0)).count("where") == 0
    assert text(less(square * real("c"), square)).startswith("c_2·c < c_2, where c_2 = ")


@pytest.mark.sampled(5)
@pytest.mark.parametrize("seed", range(MANY))
def test_letters_stand_for_what_they_are(seed: int) -> None:
    """Terms made of terms that are repeated: the letters, read in their order, give the sides their values."""
    random = Random(seed)
    terms = [a, b, mean(y, law("ρ"), y**2), total(real("s"), 1, 3, real("s") * a)]
    for _ in range(12):
        terms.append(random.choice(terms) * random.choice(terms) + random.choice(terms) / 3)
    meaning = any_meaning(random)
    for one, other in ((terms[-1], terms[-2]), (terms[-3], terms[-1])):
        assert read_statement(text(less(one, other)), meaning) == (
            evaluated(one, meaning.world) < evaluated(other, meaning.world)
        )
        assert read_statement(text(equal(one, one)), meaning)
        left, right = text(equal(one, other)).partition(", where ")[::2]
        assert " ".join(row.strip() for row in lines(equal(one, other), 60)) == left + (
            f", where {right}" * bool(right)
        )
