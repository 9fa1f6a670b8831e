"""The set of dimensions in which a conclusion follows is exact: each dimension by itself agrees, laws are exhibited."""

from __future__ import annotations

import re

import pytest

from proofs.zheng2024.assumptions import ASSUMPTION_4_1, LINE_CONDITIONS
from proofs.zheng2024.line.invariance import line_invariant
from symbolic.decide.conclusions import Conclusion, moment_is
from symbolic.decide.conditions import Condition, Equals, vanishes
from symbolic.decide.conditions.supports import Support
from symbolic.decide.conditions.symmetries import Independent, Permutations, SignFlips, Values
from symbolic.decide.decision import Decision, Proof, Refutation, Undecided, Vacuous, in_dimension
from symbolic.decide.dimensions import Dimensions, dimensions
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.moments import Pattern
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
    "sparse": (of(SPARSE, Permutations()), moment_is(Pattern((2, 2))), "holds for every d >= 2"),
}


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
    for part in text.split("; "):
        if part.startswith(f"{word} for "):
            start = re.search(r"d >= (\d+)", part)
            listed = re.search(r"d = ([\d, ]+)", part)
            singles = set(map(int, listed[1].split(", "))) if listed else set()
            return d in singles or (start is not None and d >= int(start[1]))
    return False


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
