"""Random claims under hypotheses that a drawn law satisfies: what is PROVED holds of it, and a witness is one.

`MESAPROOF_FUZZ=500 pytest tests/mesaproof/running/test_claims_fuzz.py` asks that many, other ones each time.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from math import factorial, prod

import pytest
import sympy
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from mesaproof.claims import (
    Chain,
    Claim,
    Equality,
    Equals,
    Hypotheses,
    Law,
    Outcome,
    Pattern,
    Positive,
    SignFlips,
    Source,
    Verdict,
    claim,
    moment,
    prove,
)
from symbolic.algebra.rationals import to_sympy
from symbolic.decide.conclusions import moment_is
from symbolic.decide.conditions.marginals import MomentsOf
from symbolic.decide.decision import Proof, Refutation, Vacuous, decide
from tests.symbolic.decide.test_decide_fuzz import PATTERNS, SUMS, common, conditions_of, pool
from tests.witness_verifier import Means, Table, satisfies

ASKED = int(os.environ.get("MESAPROOF_FUZZ", "8"))

Term = tuple[Fraction, tuple[Pattern, ...]]


@dataclass(frozen=True)
class Relation:
    """A sum of products of moments with coefficients, said to be zero or, where `strict`, positive."""

    terms: tuple[Term, ...]
    strict: bool

    @property
    def expression(self) -> sympy.Expr:
        return sympy.Add(*(to_sympy(c) * sympy.Mul(*map(moment, patterns)) for c, patterns in self.terms))

    def holds_of(self, law: Means) -> bool:
        """At all choices of coordinates, in integers and fractions alone."""
        frame = max((len(p.free) for _, patterns in self.terms for p in patterns), default=0)
        values = [self._at(law, free) for free in permutations(range(law.d), frame)]
        return all(value > 0 if self.strict else value == 0 for value in values)

    def _at(self, law: Means, free: tuple[int, ...]) -> Fraction:
        parts = (c * prod((law.moment(p, free[: len(p.free)]) for p in ps), start=Fraction(1)) for c, ps in self.terms)
        return sum(parts, Fraction(0))


@dataclass(frozen=True)
class Copies(Means):
    """Independent copies of a law of one coordinate, by the textbook formula of its moments."""

    kind: str
    size: Fraction

    def mean(self, powers: tuple[int, ...]) -> Fraction:
        return prod((self._one(n) for n in powers), start=Fraction(1))

    def _one(self, n: int) -> Fraction:
        if n % 2:
            return Fraction(0)
        count = factorial(n) if self.kind == "laplace" else prod(range(1, n, 2))
        return count * self.size**n


def means_of(law: Law) -> Means:
    if law.atoms is not None:
        return Table.of_law(law)
    kind, _, inside = law.description.rstrip(")").partition("(")
    assert kind in ("laplace", "gaussian"), law.description
    return Copies(law.d, kind, Fraction(inside.partition("=")[2]))


@st.composite
def relations(draw: DrawFn, law: Table) -> Relation:
    """Any, and often one that the law satisfies."""
    factors = st.lists(st.sampled_from([*PATTERNS, *SUMS]), min_size=1, max_size=2).map(tuple)
    terms = tuple(
        (Fraction(draw(st.sampled_from((1, -1, 2, 3)))), draw(factors)) for _ in range(draw(st.integers(1, 2)))
    )
    strict = draw(st.integers(0, 4)) == 0
    free = tuple(range(max(len(p.free) for _, patterns in terms for p in patterns)))
    true = draw(st.booleans()) and len(free) <= law.d
    constant = Relation(terms, strict)._at(law, free) if true else Fraction(draw(st.integers(0, 2)))
    return Relation((*terms, (-constant + (1 if strict and true else 0), ())), strict)


def equations_of(law: Table) -> st.SearchStrategy[Equals]:
    """A moment, the same at all coordinates, has its value."""
    known = [Equals(p, v) for p in (*PATTERNS, *SUMS) if (v := common(law, p)) is not None]
    return st.sampled_from(known)


@st.composite
def implied(draw: DrawFn, hypotheses: Hypotheses) -> Relation:
    """What one of the hypotheses says, times a moment, added to what another one says; sometimes off by one."""
    equations = [(c.pattern, Fraction(c.value)) for c in hypotheses.conditions if isinstance(c, Equals)]
    if hypotheses.of_kind(SignFlips):
        equations += [(pattern, Fraction(0)) for pattern in (*PATTERNS, *SUMS) if any(n % 2 for n in pattern.exponents)]
    terms: list[Term] = []
    for pattern, value in draw(st.lists(st.sampled_from(equations), min_size=1, max_size=2)):
        c, factor = Fraction(draw(st.sampled_from((1, -1, 2)))), draw(st.sampled_from([(), *((p,) for p in PATTERNS)]))
        terms += [(c, (pattern, *factor)), (-c * value, factor)]
    off = Fraction(int(draw(st.integers(0, 3)) == 0))
    return Relation((*terms, (off, ())), strict=False)


def stated(relation: Relation, given: Hypotheses) -> Claim:
    part = (
        Positive("r", lambda: relation.expression)
        if relation.strict
        else Equality("r", lambda: relation.expression, sympy.Integer(0))
    )

    @claim("mine/relation", source=Source("mine", "Lemma", "0000.00000"), parts=(part,), hypotheses=given)
    def lemma() -> Iterator[Chain]:
        """A relation between moments."""
        yield from ()

    return lemma


def require_honest(verdict: Verdict, relation: Relation, given: Hypotheses, law: Table) -> None:
    """What is proved holds of every law at hand, a witness satisfies and breaks, and nothing is said to be vacuous."""
    assert verdict.outcome is not Outcome.VACUOUS
    if verdict.outcome is Outcome.PROVED:
        others = [one for one in pool() if satisfies(one, given)]
        assert all(relation.holds_of(one) for one in (law, *others))
    if verdict.outcome is Outcome.REFUTED:
        assert verdict.witness_law is not None
        witness = means_of(verdict.witness_law)
        assert satisfies(witness, given)  # type: ignore[arg-type]
        assert not relation.holds_of(witness)


@pytest.mark.slow
@pytest.mark.heavy
def test_no_verdict_says_more_than_was_found() -> None:
    """Proofs and refutations both occur among what is asked."""
    outcomes: Counter[Outcome] = Counter()

    @given(st.data())
    @settings(max_examples=ASKED, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    def asked(data: st.DataObject) -> None:
        law = data.draw(st.sampled_from(pool()))
        says = data.draw(st.booleans())
        conditions = [data.draw(conditions_of(law)) for _ in range(data.draw(st.integers(0, 2)))]
        conditions += [data.draw(equations_of(law)) for _ in range(2 if says else 0)]
        kept = tuple(dict.fromkeys(c for c in conditions if not isinstance(c, MomentsOf)))
        hypotheses = Hypotheses("H", kept)
        relation = data.draw(implied(hypotheses) if says else relations(law))
        note(f"{hypotheses.text}: {relation.expression}, strict {relation.strict}")
        verdict = prove(stated(relation, hypotheses))
        note(f"{verdict.words}: {verdict.reason} {verdict.witness}")
        require_honest(verdict, relation, hypotheses, law)
        outcomes[verdict.outcome] += 1

    asked()
    assert outcomes[Outcome.PROVED] > 0
    assert outcomes[Outcome.REFUTED] > 0
    if "MESAPROOF_FUZZ" in os.environ:
        print(outcomes)


@pytest.mark.heavy
@given(st.data())
@settings(max_examples=max(ASKED // 2, 1), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_claim_and_decide_never_disagree(data: st.DataObject) -> None:
    law = data.draw(st.sampled_from(pool()))
    conditions = [data.draw(conditions_of(law)) for _ in range(data.draw(st.integers(1, 3)))]
    hypotheses = Hypotheses("H", tuple(dict.fromkeys(conditions)))
    pattern = data.draw(st.sampled_from(PATTERNS))
    value = data.draw(
        st.sampled_from((Fraction(0), Fraction(1), law.everywhere(pattern)[0] if law.d > 1 else Fraction(2)))
    )
    decided = decide(hypotheses, moment_is(pattern, value))
    claimed = prove(stated(Relation(((Fraction(1), (pattern,)), (-value, ())), strict=False), hypotheses))
    note(f"{hypotheses.text}: {pattern.text} = {value}: {decided} {claimed.words} {claimed.reason}")
    assert not (isinstance(decided, Proof) and claimed.outcome is Outcome.REFUTED)
    assert not (isinstance(decided, Refutation) and claimed.outcome.proved)
    assert isinstance(decided, Vacuous) == (claimed.outcome is Outcome.VACUOUS)


def test_a_dishonest_verdict_is_noticed() -> None:
    """The check itself: a false identity said to be proved, a witness that satisfies the relation."""
    law = pool()[0]
    nothing = Hypotheses("none", ())
    false = Relation(((Fraction(1), ()),), strict=False)
    made = stated(false, nothing)
    with pytest.raises(AssertionError):
        require_honest(Verdict(made, Outcome.PROVED, ()), false, nothing, law)
    true = Relation((), strict=False)
    wrong = Verdict(made, Outcome.REFUTED, (), witness_law=prove(made).witness_law)
    with pytest.raises(AssertionError):
        require_honest(wrong, true, nothing, law)
    with pytest.raises(AssertionError):
        require_honest(Verdict(made, Outcome.VACUOUS, ()), true, nothing, law)
