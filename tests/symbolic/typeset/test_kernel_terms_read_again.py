"""A term of the kernel means in print what it means: its text, read again by another grammar, has the same value."""

from __future__ import annotations

import os
from fractions import Fraction
from random import Random

import pytest

import proofs.declared_settings  # noqa: F401
from symbolic.core.expressions import Expression, Node, Variable, opened, written
from symbolic.core.sorts import members
from symbolic.core.vocabulary import (
    at_most,
    conjunction,
    disjunction,
    entry,
    equal,
    indicator,
    law,
    less,
    mean,
    negation,
    real,
    total,
    vector,
    vector_law,
)
from symbolic.goals import engine
from symbolic.typeset.kernel_formulas import text
from tests.symbolic.typeset.kernel_reader import World, evaluated, read
from tests.symbolic.typeset.statement_reader import read_left

MANY = int(os.environ.get("MESAPROOF_FUZZ", "12"))
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
NUMBERS = ("1", "2", "-1", "3", "5"), ("0", "-2", "1/3", "4", "1"), ("7", "1/2", "2", "-3", "2")
SEQUENCES = tuple(tuple(map(Fraction, each)) for each in NUMBERS)
WORLD = World(
    {"a": Fraction(2, 3), "b": Fraction(-5, 2), "d": Fraction(3), "T": Fraction(5), "j": Fraction(2), "k": Fraction(3)},
    {"v": SEQUENCES[2]},
    {
        "μ": ((HALF, SEQUENCES[0]), (THIRD, SEQUENCES[1]), (1 - HALF - THIRD, SEQUENCES[2])),
        "ρ": ((THIRD, Fraction(2)), (1 - THIRD, Fraction(-3, 4))),
    },
)
PLACES = [real("j"), real("k"), written(1), real("j") + 1]
BOUND = [real("i"), real("s"), real("r2")]


def any_term(random: Random, depth: int, places: list[Expression]) -> Expression:
    """A term about the letters of the world."""
    if depth == 0:
        numbers = [written(n) for n in (0, 1, 2, -1, -3, HALF, -THIRD)]
        return random.choice([*numbers, *map(real, "abdT"), *places[:1], entry(vector("v"), random.choice(places))])
    kind = random.choice(("add", "multiply", "negate", "divide", "power", "indicator", "total", "mean", "sequences"))
    one, other = (any_term(random, random.randrange(depth), places) for _ in range(2))
    match kind:
        case "add" | "multiply":
            return Node(kind, (one, other, one)[: random.randrange(4)])
        case "negate":
            return -one
        case "divide":
            return one / (other**2 + 1)
        case "power":
            return one ** random.randrange(4)
        case "indicator":
            return indicator(any_formula(random, 2, one, other)) * other
        case "total":
            label = random.choice(BOUND)
            inner = any_term(random, depth - 1, [*places, label])
            return total(label, 1, random.choice((real("d"), written(2), written(0))), inner)
        case "mean":
            return mean(real("y"), law("ρ"), real("y") ** random.randrange(3) * one - other)
    x = vector("x")
    factors = tuple(entry(x, random.choice(places)) ** random.randrange(1, 4) for _ in range(2))
    return mean(x, vector_law("μ"), Node("multiply", (*factors, one)))


def any_formula(random: Random, depth: int, one: Expression, other: Expression) -> Expression:
    """A formula about two terms, without quantifiers."""
    if depth == 0:
        return random.choice((equal, less, at_most))(one, other)
    parts = tuple(any_formula(random, depth - 1, other, one) for _ in range(2))
    return random.choice((conjunction(*parts), disjunction(*parts), negation(parts[0])))


def statement(term: Expression) -> str:
    """The text of an equation with a term on its left, in which harmonic numbers and letters are told."""
    return text(equal(term, 0))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("seed", range(MANY))
def test_any_term_is_read_as_what_it_is(seed: int) -> None:
    random = Random(seed)
    for _ in range(40):
        term = any_term(random, 4, PLACES)
        assert read(text(term), WORLD) == evaluated(term, WORLD), text(term)
        assert read_left(statement(term), WORLD) == evaluated(term, WORLD), statement(term)


HARMONIC = [total(BOUND[0], 1, upper, 1 / BOUND[0] ** n) for n in (1, 2, 3) for upper in (real("T") - 2, written(0))]
HARMONIC += [
    total(BOUND[0], 1, 3, 1 / BOUND[0]),
    total(BOUND[0], 2, 3, 1 / BOUND[0]),
    total(BOUND[0], 1, 3, 2 / BOUND[0]),
]


@pytest.mark.parametrize("term", HARMONIC)
def test_harmonic_numbers_are_those_sums(term: Expression) -> None:
    assert read_left(statement(term * 2), WORLD) == 2 * evaluated(term, WORLD)


@pytest.mark.parametrize("block", ["W_KQ_32", "W_PV_12", "W_KQ_22", "loss"])
def test_what_is_derived_is_read_as_what_it_is(block: str) -> None:
    key = "zheng2024", "line"
    formula = engine.loss_formula(*key) if block == "loss" else engine.gradient_formula(*key, block)
    while isinstance(formula, Node) and formula.head == "for_all":
        variable = Variable(formula.hints[0], members(formula.parts[0]))
        formula = opened(formula.parts[1], (variable,))
    assert isinstance(formula, Node)
    term = formula.parts[1]
    for j, k in ((2, 3), (3, 2), (1, 1), (2, 2)):
        world = WORLD.with_number("j", Fraction(j)).with_number("k", Fraction(k))
        assert read(text(term), world) == read_left(statement(term), world) == evaluated(term, world)


def test_a_text_that_is_altered_has_another_value() -> None:
    term = (real("a") + 1) * real("b") ** 2 - total(BOUND[0], 1, 3, BOUND[0] / (BOUND[0] + 1))
    line = text(term)
    assert read(line, WORLD) == evaluated(term, WORLD)
    for before, after in (("(a + 1)·b", "a + 1·b"), ("²", "³"), ("i/(i + 1)", "i/i + 1"), ("3", "2"), ("−", "+")):
        assert before in line
        assert read(line.replace(before, after), WORLD) != evaluated(term, WORLD)
