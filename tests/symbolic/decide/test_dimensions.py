"""The set of dimensions in which a conclusion follows is exact: each dimension by itself agrees, laws are exhibited."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import product

import pytest

from proofs.zheng2024.assumptions import ASSUMPTION_4_1, LINE_CONDITIONS
from proofs.zheng2024.line.invariance import line_invariant
from proofs.zheng2024.line.start_conditions import StartCondition
from proofs.zheng2024.notation import a0, b0
from symbolic.decide.conclusions import Conclusion, moment_is
from symbolic.decide.conditions import Condition, Equals, vanishes
from symbolic.decide.conditions.marginals import MomentsOf
from symbolic.decide.conditions.supports import Support
from symbolic.decide.conditions.symmetries import Independent, Permutations, SignFlips, Values
from symbolic.decide.decision import Decision, Proof, Refutation, Undecided, Vacuous, decide, in_dimension
from symbolic.decide.dimension_classes import Classes, classes
from symbolic.decide.dimensions import Dimensions, dimensions
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.moments import Pattern
from symbolic.laws.coordinates import Gaussian
from tests.witness_verifier import Table, missed, satisfies

KINDS: dict[str, type[Decision]] = {
    "holds": Proof,
    "fails": Refutation,
    "undecided": Undecided,
    "no law at all": Vacuous,
}


def of(*conditions: Condition) -> Hypotheses:
    return Hypotheses("H", conditions)


SPARSE = Support(((Pattern((1, 1)), 1),))
SPHERE = Support(((Pattern((), (2,)), 1),), 1)
SUM_IS_ZERO = Support(((Pattern((), (1,)), 1),))
WITHOUT_THIRD_INDEX = LINE_CONDITIONS.without(3)

CASES: dict[str, tuple[Hypotheses, Conclusion, str]] = {
    "the line conditions": (LINE_CONDITIONS, line_invariant(), "holds for every d >= 2"),
    "Assumption 4.1": (ASSUMPTION_4_1, line_invariant(), "fails for every d >= 2"),
    "without the third index": (WITHOUT_THIRD_INDEX, line_invariant(), "holds for d = 2; fails for every d >= 3"),
    "a sum that is empty": (of(), moment_is(Pattern((2, 2), (2,))), "holds for d = 2; fails for every d >= 3"),
    "two sums that are empty": (of(), moment_is(Pattern((2,), (2, 2))), "holds for d = 2; fails for every d >= 3"),
    "laws in three dimensions": (
        of(Equals(Pattern((), (2,)), 3), Equals(Pattern((2,)), 1)),
        moment_is(Pattern((4,)), 0),
        "fails for d = 3; no law at all for d = 2 and every d >= 4",
    ),
    "laws in four dimensions": (
        of(Equals(Pattern((), (2,)), 4), Values((-1, 1))),
        moment_is(Pattern((6,)), 1),
        "holds for d = 4; no law at all for d = 2, 3 and every d >= 5",
    ),
    "no law": (of(vanishes(2), Equals(Pattern((4,)), 1)), line_invariant(), "no law at all for every d >= 2"),
    "independent": (of(Independent(), vanishes(1)), moment_is(Pattern((3,))), "fails for every d >= 2"),
    "on the sphere": (of(SPHERE, SignFlips()), moment_is(Pattern((1, 1))), "holds for every d >= 2"),
    "signs that add up to zero": (
        of(Values((-1, 1)), SUM_IS_ZERO),
        moment_is(Pattern((2,)), 1),
        "holds for d = 2, 4 and every even d >= 6 in which there is a law; no law at all for every odd d",
    ),
    "signs that add up to one": (
        of(Values((-1, 1)), Support(((Pattern((), (1,)), 1),), 1)),
        moment_is(Pattern((4,)), 1),
        "holds for d = 3, 5 and every odd d >= 7 in which there is a law; no law at all for every even d",
    ),
    "a sum that is never": (
        of(Values((0, 2)), Support(((Pattern((), (1,)), 1),), 3)),
        moment_is(Pattern((1,)), 1),
        "no law at all for every d >= 2",
    ),
    "signs with mean zero": (
        of(Values((-1, 1)), Equals(Pattern((), (1,)))),
        moment_is(Pattern((2,)), 1),
        "holds for every d >= 2",
    ),
    "sparse": (of(SPARSE, Permutations()), moment_is(Pattern((2, 2))), "holds for every d >= 2"),
}


@pytest.mark.sampled(5)
@pytest.mark.parametrize("name", CASES)
def test_the_text_is_what_each_dimension_says(name: str) -> None:
    hypotheses, conclusion, expected = CASES[name]
    found = dimensions(hypotheses, conclusion)
    assert found.text == expected
    assert found.exact
    for d in (2, 3, 4, 5):
        (word,) = (part for part in KINDS if _says(found.text, part, d))
        answer = in_dimension(hypotheses, conclusion, d)
        assert isinstance(answer, KINDS[word]), (d, answer)
        if isinstance(answer, Refutation):
            assert answer.law.d == d
            assert satisfies(Table.of_law(answer.law), hypotheses)
            assert missed(Table.of_law(answer.law), answer.requirement)


def _says(text: str, word: str, d: int) -> bool:
    """Whether the text has the dimension under the word."""
    parts = (part for part in text.split("; ") if part.startswith(f"{word} for "))
    return any(_names(part, d) for part in parts)


def _names(part: str, d: int) -> bool:
    start = re.search(r"d >= (\d+)", part)
    listed = re.search(r"d = ([\d, ]+)", part)
    singles = set(map(int, listed[1].split(", "))) if listed else set()
    parity = next((n for n, word in enumerate(("even d", "odd d")) if word in part), d % 2)
    whole_class = part.endswith((" even d", " odd d"))
    return d in singles or (d % 2 == parity and (whole_class or (start is not None and d >= int(start[1]))))


BESIDE: dict[str, tuple[Hypotheses, Conclusion]] = {
    "no law in sight": (of(Support(((Pattern((3,)), 1),), 2)), moment_is(Pattern((6,)), 4)),
    "no start in sight": (
        of(SignFlips(), StartCondition(a0 * b0 > 0), StartCondition(a0 * b0 < 0)),
        moment_is(Pattern((1,))),
    ),
    "roots": (of(Equals(Pattern((2,)), 2), Equals(Pattern((4,)), 4)), moment_is(Pattern((6,)), 8)),
    "one moment short": (of(MomentsOf(Gaussian(), but=(4,))), moment_is(Pattern((4,)), 3)),
    "a line of signs": (of(Values((-1, 1)), SUM_IS_ZERO), moment_is(Pattern((1,)))),
}


@pytest.mark.sampled(1)
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name == "no law in sight" else []) for name in BESIDE]
)
def test_dimensions_are_consistent_with_the_answer_beside_them(name: str) -> None:
    """Nothing is said to hold beside UNDECIDED where no dimension has a law, nor without one."""
    hypotheses, conclusion = BESIDE[name]
    answer, found = decide(hypotheses, conclusion), dimensions(hypotheses, conclusion)
    if isinstance(answer, Undecided):
        assert found.text == "undecided for every d >= 2"
    if isinstance(answer, Refutation):
        assert found.refuted or found.refuted_from
    if isinstance(answer, Proof):
        assert found.proved or found.proved_from == 2
        assert not found.refuted


def test_no_law_in_an_odd_dimension_means_none_in_any_single_one() -> None:
    """Beyond the degree up to which supports are multiplied out."""
    hypotheses = of(Values((-1, 1)), SUM_IS_ZERO)
    for d in (3, 7, 11):
        answer = in_dimension(hypotheses, moment_is(Pattern((2,)), 1), d)
        assert isinstance(answer, Vacuous)
        assert "add up" in answer.reason


@pytest.mark.parametrize("values", [(-1, 1), (-1, 2), (0, 2, 5), (Fraction(1, 2), 3), (1,), (-2, 1, 4)])
@pytest.mark.parametrize("total", [0, 1, Fraction(1, 2), 3])
def test_a_sum_that_is_reached_is_in_the_classes(values: tuple[Fraction, ...], total: Fraction) -> None:
    """Every choice of values in up to five coordinates, and in some classes nothing adds up."""
    for power in (1, 2):
        hypotheses = of(Values(values), Support(((Pattern((), (power,)), 1),), total))
        possible = classes(hypotheses)
        for d in range(1, 6):
            reached = any(sum(x**power for x in chosen) == total for chosen in product(map(Fraction, values), repeat=d))
            assert possible.have(d) or not reached


def test_words_of_classes() -> None:
    assert classes(of(Values((-1, 1)), SUM_IS_ZERO)) == Classes(
        2, (0,), classes(of(Values((-1, 1)), SUM_IS_ZERO)).reason
    )
    assert classes(of(Values((-1, 2)), SUM_IS_ZERO)).residues == (0,)
    assert classes(of(Values((-1, 2)), SUM_IS_ZERO)).rest.text() == "d = 1, 2 mod 3"
    assert classes(of(SPHERE)) == Classes()


@pytest.mark.slow
def test_an_exception_is_told_from_the_rest() -> None:
    """`Σ_{r≠j} x_r = 2 x_j` for all j leaves the point zero alone, but for d = 3, where all coordinates are equal."""
    hypotheses = of(Support(((Pattern((0,), (1,)), 1), (Pattern((1,)), -2))), Values((0, 1)))
    found = dimensions(hypotheses, moment_is(Pattern((1,))))
    assert found.text == "holds for d = 2 and every d >= 4; fails for d = 3"


def test_a_far_exception_is_open() -> None:
    hypotheses = of(Equals(Pattern((), (2,)), 30), Equals(Pattern((2,)), 1))
    found = dimensions(hypotheses, moment_is(Pattern((4,)), 0))
    assert not found.exact
    assert found.open_from == 6


@pytest.mark.slow
def test_a_family_that_begins_late() -> None:
    """With values -1, 0, 1 the squares add up to at most d."""
    found = dimensions(of(Equals(Pattern((), (2,)), 4), Values((-1, 0, 1))), moment_is(Pattern((4,))))
    assert found.refuted_from is not None
    assert (found.text.startswith("fails for every d >= 4"), found.refuted_from > 2) == (True, True)
    assert 2 in found.vacuous


def test_words() -> None:
    assert Dimensions(proved=(2,), refuted=(3, 4), open_from=6, undecided=(5,)).text == (
        "holds for d = 2; fails for d = 3, 4; undecided for every d >= 5"
    )
    assert Dimensions(proved=(3,), vacuous=(2,), proved_from=5, refuted=(4,)).text == (
        "holds for d = 3 and every d >= 5; fails for d = 4; no law at all for d = 2"
    )
