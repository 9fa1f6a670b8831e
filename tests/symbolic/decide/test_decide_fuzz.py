"""No answer is wrong: proofs against hundreds of laws, refutations and vacuous hypotheses against a second verifier.

`MESAPROOF_FUZZ=2000 pytest tests/symbolic/decide/test_decide_fuzz.py` asks that many questions, other ones each time;
without it the same few are asked in every run.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs.zheng2024.line.invariance import line_invariant
from symbolic.decide.conclusions import Conclusion, Requirement, moment_is
from symbolic.decide.conditions import Condition, Equals, MixedMomentsVanish, SameForAll, vanishes
from symbolic.decide.conditions.finiteness import Finite
from symbolic.decide.conditions.marginals import MomentsOf
from symbolic.decide.conditions.supports import Support
from symbolic.decide.conditions.symmetries import Independent, Permutations, SignFlips, Values
from symbolic.decide.decision import Decision, Proof, Refutation, Undecided, Vacuous, decide, decide_at
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.search.atom_search import programs, vertex
from symbolic.expectation.moments import Pattern
from symbolic.laws.coordinates import Gaussian, rademacher, two_point
from tests.strategies_of_laws import pool_of_laws
from tests.witness_verifier import Table, family_at, holds, means_of, missed, satisfies

QUESTIONS = int(os.environ.get("MESAPROOF_FUZZ", "60"))
FEW = int(os.environ.get("MESAPROOF_FUZZ", "10"))
"""Asked by default; the others are slow."""

LAWS_FOR_A_PROOF = 200
"""A proof meets so many laws, where the hypotheses leave more than one."""

ONE = Fraction(1)


@cache
def pool() -> tuple[Table, ...]:
    return tuple(Table.of(law.atoms) for law in pool_of_laws())


PATTERNS = tuple(
    Pattern(free, over)
    for free in ((1,), (2,), (3,), (4,), (6,), (1, 1), (1, 2), (2, 2), (1, 3), (2, 4), (3, 3), (1, 5))
    for over in ((), (2,), (4,))
    if sum(free) + sum(over) <= 6
)
SUMS = (Pattern((), (2,)), Pattern((), (1,)), Pattern((), (2, 2)), Pattern((1, 1, 1)), Pattern((1, 1, 2)))
SUPPORTS: tuple[Condition, ...] = (
    Support(((Pattern((1, 1)), 1),)),
    Support(((Pattern((2,)), 1),), 1),
    Support(((Pattern((3,)), 1), (Pattern((1,)), -1))),
    Support(((Pattern((1, 0)), 1), (Pattern((0, 1)), -1))),
    Support(((Pattern((), (2,)), 1),), 1),
)
KINDS: tuple[Condition, ...] = (
    *(MixedMomentsVanish(most, odd) for most, odd in ((4, False), (2, False), (4, True), (1, True))),
    SignFlips(),
    Permutations(),
    Independent(),
    Finite(Pattern((6,))),
    MomentsOf(rademacher(), most=6),
    MomentsOf(two_point(Fraction(2), Fraction(1, 3), Fraction(-1)), but=(2,)),
    MomentsOf(Gaussian(), most=5),
    MomentsOf(Gaussian(), but=(4,)),
    *(Values(values) for values in ((-1, 1), (-1, 0, 1), (0, 1), (-2, 0, 1), (-2, -1, 1, 2), (0,))),
    *SUPPORTS,
)
EQUATIONS: tuple[Condition, ...] = tuple(Equals(p, v) for p in (*PATTERNS, *SUMS) for v in (0, 1, 3, Fraction(1, 2)))
COMPARED: tuple[Condition, ...] = tuple(SameForAll(p) for p in PATTERNS if len(p.free) == 1)


def common(law: Table, pattern: Pattern) -> Fraction | None:
    """The moment, where it is the same at all coordinates."""
    found = set(law.everywhere(pattern))
    return found.pop() if len(found) == 1 else None


@st.composite
def conditions_of(draw: DrawFn, law: Table) -> Condition:
    """A condition that holds of the law."""
    true = [c for c in (*KINDS, *COMPARED) if holds(law, c)]
    equations = [Equals(p, v) for p in (*PATTERNS, *SUMS) if (v := common(law, p)) is not None]
    return draw(st.sampled_from(true) | st.sampled_from(equations) if equations else st.sampled_from(true))


@st.composite
def hypotheses_of(draw: DrawFn, law: Table) -> Hypotheses:
    """Some that one law satisfies, or any, contradictory ones among them."""
    anything = st.sampled_from(KINDS) | st.sampled_from(EQUATIONS) | st.sampled_from(COMPARED)
    source = draw(st.sampled_from((conditions_of(law), conditions_of(law), anything)))
    found = draw(st.lists(source, min_size=1, max_size=5))
    return Hypotheses("drawn", tuple(dict.fromkeys(found)))


@st.composite
def conclusions_of(draw: DrawFn, law: Table, hypotheses: Hypotheses) -> Conclusion:
    """A moment with the same value at all known laws that satisfy the hypotheses, or anything; sometimes the line."""
    kind = draw(st.sampled_from(("alike", "alike", "alike", "any", "line")))
    if kind == "line":
        return line_invariant()
    if kind == "alike" and (known := alike(hypotheses)):
        pattern, value = draw(st.sampled_from(known))
        return moment_is(pattern, value)
    frame = draw(st.sampled_from((1, 2)))
    chosen = draw(st.lists(st.sampled_from([p for p in PATTERNS if len(p.free) == frame]), min_size=1, max_size=2))
    factors = draw(st.lists(st.sampled_from((1, -1, 2)), min_size=len(chosen), max_size=len(chosen)))
    combination = tuple({p: Fraction(c) for p, c in zip(chosen, factors, strict=True)}.items())
    there = sum((c * law.moment(p, tuple(range(frame))) for p, c in combination), Fraction(0))
    value = draw(st.sampled_from((there, Fraction(0), ONE)))
    return Conclusion("drawn", (Requirement("drawn", frame, combination, value),))


def alike(hypotheses: Hypotheses) -> list[tuple[Pattern, Fraction]]:
    """Moments that have one value at all laws of the pool that satisfy the hypotheses: likely to follow, or traps."""
    laws = [law for law in pool() if satisfies(law, hypotheses)]
    found = ((pattern, {v for law in laws for v in law.everywhere(pattern)}) for pattern in PATTERNS if laws)
    return [(pattern, values.pop()) for pattern, values in found if len(values) == 1]


@dataclass
class Tally:
    """What a run has met."""

    answers: Counter[str] = field(default_factory=Counter)
    substitutions: int = 0
    fewest: int = 10**9
    families: int = 0


def vertices(hypotheses: Hypotheses, d: int, random: Random) -> Iterator[Table]:
    """Laws on small grids at which objectives drawn at random are largest."""
    for _, program in zip(range(3), programs(hypotheses, None, d), strict=False):
        for _ in range(4):
            objective = tuple(Fraction(random.randint(-9, 9)) for _ in program.atoms)
            if law := vertex(replace(program, objective=objective), 1):
                yield Table.of(law.atoms)


def laws_for(hypotheses: Hypotheses, d: int | None) -> list[Table]:
    """Laws of the pool, others from linear programs, and mixtures: all that satisfy the hypotheses."""
    random = Random(hypotheses.text)
    found = [law for law in pool() if d in (None, law.d) and satisfies(law, hypotheses)]
    for size in (2, 3) if d is None else (d,):
        if hypotheses.of_kind(Independent):
            copies = (one.copies(size) for one in vertices(hypotheses, 1, random))
            found += [law for law in copies if satisfies(law, hypotheses)]
        else:
            found += [law for law in vertices(hypotheses, size, random) if satisfies(law, hypotheses)]
    kinds = list(dict.fromkeys(found))
    for _ in range(2 * LAWS_FOR_A_PROOF if len(kinds) > 1 and not hypotheses.of_kind(Independent) else 0):
        if len(kinds) >= LAWS_FOR_A_PROOF:
            break
        first, second = random.choice(kinds), random.choice(kinds)
        if first.d == second.d and len(first.mass) + len(second.mass) < 60:
            law = first.mixed(second, Fraction(random.randint(1, 9), 10))
            kinds += [law] if satisfies(law, hypotheses) else []
    return list(dict.fromkeys(kinds))


def stands(answer: Decision, hypotheses: Hypotheses, conclusion: Conclusion, d: int | None, tally: Tally) -> None:
    tally.answers[type(answer).__name__] += 1
    match answer:
        case Proof(certificates=certificates, model=model):
            laws = [means_of(model), *laws_for(hypotheses, d)]
            assert satisfies(laws[0], hypotheses)
            assert {certificate.requirement for certificate in certificates} == set(conclusion.requirements)
            assert [(law, r.name) for law in laws for r in conclusion.requirements if missed(law, r)] == []
            tally.substitutions += len(laws)
            tally.fewest = min(tally.fewest, len(laws))
        case Refutation(law=law, requirement=requirement):
            assert satisfies(means_of(law), hypotheses)
            assert missed(means_of(law), requirement)
            assert d in (None, law.d)
            for size in () if answer.from_d is None else range(answer.from_d, answer.from_d + 3):
                tally.families += 1
                assert satisfies(family_at(answer.family, size), hypotheses), (size, answer.text)
                assert missed(family_at(answer.family, size), requirement), (size, answer.text)
        case Vacuous():
            assert laws_for(hypotheses, d) == []
        case Undecided(reason=reason):
            assert reason


@pytest.mark.heavy
@pytest.mark.parametrize("questions", [FEW, pytest.param(QUESTIONS, marks=pytest.mark.slow)])
def test_every_answer_stands(questions: int) -> None:
    """Hypotheses and conclusions drawn at random, half of them about a law that exists."""
    tally = Tally()

    @settings(
        max_examples=questions,
        derandomize="MESAPROOF_FUZZ" not in os.environ,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )
    @given(st.data(), st.sampled_from(pool()), st.sampled_from((None, None, 2, 3)))
    def ask(data: st.DataObject, law: Table, d: int | None) -> None:
        hypotheses = data.draw(hypotheses_of(law))
        conclusion = data.draw(conclusions_of(law, hypotheses))
        named = (len(c.pattern.free) for c in hypotheses.conditions if isinstance(c, Equals))
        size = None if d is None or max(named, default=0) > d else d
        answer = decide(hypotheses, conclusion) if size is None else decide_at(hypotheses, conclusion, size)
        note(f"{hypotheses.text} => {conclusion.name} (d = {size}): {answer}")
        stands(answer, hypotheses, conclusion, size, tally)

    ask()
    print(tally)
    assert tally.answers["Proof"] >= questions // 20
    assert tally.answers["Refutation"] >= questions // 20
    assert tally.substitutions >= 100 * tally.answers["Proof"]


DETERMINED = "a moment problem that determines the law, which no finite part of it does"
THREE_ALIKE = Support(((Pattern((0,), (1,)), 1), (Pattern((1,)), -2)))
"""All others add up to twice each coordinate: every coordinate is zero, except in d = 3, where all are equal."""

TRAPS: dict[str, tuple[tuple[Condition, ...], Conclusion, tuple[type[Decision], ...]]] = {
    DETERMINED: (
        (MomentsOf(Gaussian(), but=(4,)),),
        moment_is(Pattern((4,)), 3),
        (Undecided,),
    ),
    "a moment problem up to order three": (
        (MomentsOf(Gaussian(), most=3),),
        moment_is(Pattern((4,)), 3),
        (Refutation,),
    ),
    "the moments of one coordinate say nothing of two": (
        (MomentsOf(Gaussian()),),
        moment_is(Pattern((2, 2)), 2),
        (Refutation,),
    ),
    "second and fourth moment one": (
        (Equals(Pattern((2,)), 1), Equals(Pattern((4,)), 1)),
        moment_is(Pattern((6,)), 1),
        (Proof,),
    ),
    "the same, but not the sign": (
        (Equals(Pattern((2,)), 1), Equals(Pattern((4,)), 1)),
        moment_is(Pattern((3,)), 0),
        (Refutation,),
    ),
    "only the point zero": ((vanishes(2),), moment_is(Pattern((1, 1)), 0), (Proof,)),
    "only the point two": (
        (Equals(Pattern((1,)), 2), Equals(Pattern((2,)), 4)),
        moment_is(Pattern((3, 1)), 16),
        (Proof,),
    ),
    "irrational values": (
        (Equals(Pattern((2,)), 2), Equals(Pattern((4,)), 4)),
        moment_is(Pattern((6,)), 8),
        (Proof,),
    ),
    "the same, but not another value": (
        (Equals(Pattern((2,)), 2), Equals(Pattern((4,)), 4)),
        moment_is(Pattern((6,)), 9),
        (Refutation,),
    ),
    "laws other than zero in three dimensions only": (
        (THREE_ALIKE, Values((0, 1))),
        moment_is(Pattern((1,)), 0),
        (Refutation,),
    ),
    "laws in three dimensions only": (
        (Equals(Pattern((), (2,)), 3), Equals(Pattern((2,)), 1), Values((-1, 1))),
        moment_is(Pattern((4,)), 1),
        (Proof,),
    ),
    "the same, refuted there": (
        (Equals(Pattern((), (2,)), 3), Equals(Pattern((2,)), 1)),
        moment_is(Pattern((4,)), 0),
        (Refutation,),
    ),
    "values that cannot have the mean": (
        (Values((-1, 1, 2)), Equals(Pattern((2,)), Fraction(1, 2))),
        moment_is(Pattern((2,)), Fraction(1, 2)),
        (Vacuous,),
    ),
    "values that two coordinates cannot have": (
        (Values((0, 1, 2)), Equals(Pattern((2, 2)), Fraction(1, 8)), Equals(Pattern((1, 1)), Fraction(1, 2))),
        moment_is(Pattern((1, 1)), Fraction(1, 2)),
        (Vacuous,),
    ),
    "values that no sign flip keeps": ((Values((1, 2)), SignFlips()), moment_is(Pattern((2,)), 1), (Vacuous,)),
    "no value in common": ((Values((0, 1)), Values((2, 3))), moment_is(Pattern((2,)), 1), (Vacuous,)),
    "one value in common": ((Values((0, 1)), Values((1, 2))), moment_is(Pattern((2,)), 1), (Proof,)),
    "all coordinates equal": (
        (Support(((Pattern((1, 0)), 1), (Pattern((0, 1)), -1))), Equals(Pattern((1, 1)), 1)),
        moment_is(Pattern((2,)), 1),
        (Proof,),
    ),
}


def traps() -> list[Any]:
    """Every trap in all dimensions together; the one that is searched for longest in two dimensions alone."""
    everywhere = (
        pytest.param(name, None, id=name, marks=[pytest.mark.slow] if name == DETERMINED else []) for name in TRAPS
    )
    return [*everywhere, pytest.param(DETERMINED, 2, id=f"{DETERMINED}, two coordinates")]


@pytest.mark.sampled(6)
@pytest.mark.parametrize(("name", "d"), traps())
def test_traps(name: str, d: int | None) -> None:
    conditions, conclusion, allowed = TRAPS[name]
    hypotheses = Hypotheses(name, conditions)
    answer = decide(hypotheses, conclusion) if d is None else decide_at(hypotheses, conclusion, d)
    assert isinstance(answer, allowed)
    stands(answer, hypotheses, conclusion, d, Tally())


@pytest.mark.parametrize("name", [name for name, (_, _, allowed) in TRAPS.items() if allowed == (Vacuous,)])
def test_a_contradiction_is_vacuous_in_each_dimension(name: str) -> None:
    conditions, conclusion, _ = TRAPS[name]
    assert all(isinstance(decide_at(Hypotheses(name, conditions), conclusion, d), Vacuous) for d in (2, 3, 4, 5))


def test_wrong_answers_are_noticed() -> None:
    """A proof of too much, a witness that breaks a hypothesis, a law called absent, a family that begins too early."""
    signs, none = Hypotheses("signs", (SignFlips(),)), Hypotheses("none", ())
    zero, one = moment_is(Pattern((1,))), moment_is(Pattern((2, 2), (2,)))
    proof, witness = decide(signs, zero), decide(none, one)
    assert isinstance(proof, Proof)
    assert isinstance(witness, Refutation)
    certificates = tuple(replace(c, requirement=moment_is(Pattern((2,))).requirements[0]) for c in proof.certificates)
    few = Hypotheses("few", (Values((0,)),))
    for wrong, hypotheses, conclusion in (
        (replace(proof, certificates=certificates), signs, moment_is(Pattern((2,)))),
        (witness, few, one),
        (Vacuous("nothing"), signs, zero),
        (replace(witness, from_d=2), none, one),
    ):
        with pytest.raises(AssertionError):
            stands(wrong, hypotheses, conclusion, None, Tally())
