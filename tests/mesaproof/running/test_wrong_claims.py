"""Deliberately wrong claims of a user's: each ends as it should, and what is refuted has a witness."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import sympy

from mesaproof.claims import (
    IID,
    Chain,
    Claim,
    Conclusion,
    Equality,
    Equals,
    Fails,
    Follows,
    Gaussian,
    Hypotheses,
    Independent,
    Line,
    Outcome,
    Pattern,
    Permutations,
    Positive,
    Rule,
    SameForAll,
    Settled,
    SignFlips,
    Source,
    Sparse,
    Step,
    Support,
    T,
    Unknown,
    Values,
    alike,
    claim,
    d,
    moment,
    prove,
    t,
    vanishes,
    zero,
)
from proofs.parts import Part
from proofs.zheng2024.line.start_conditions import StartCondition
from proofs.zheng2024.notation import a0, b0, kappa1, kappa2, sigma
from symbolic.algebra.traces import matrix, trace
from symbolic.laws import LawFamily

x, y = sympy.symbols("x y", real=True)
n = sympy.Symbol("n", integer=True, positive=True)
odd, even = sympy.Symbol("m", odd=True), sympy.Symbol("k", even=True)
imaginary = sympy.Symbol("z", imaginary=True)
scale = sympy.Symbol("s", nonnegative=True)

MATRIX = matrix("A")

FIRST, SECOND, THIRD, FOURTH = (moment(Pattern((k,))) for k in (1, 2, 3, 4))
PAIR, CUBES = moment(Pattern((1, 1))), moment(Pattern((3, 3)))
ALL, OTHERS = moment(Pattern((), (2,))), moment(Pattern((1,), (1,)))

ONE = sympy.Integer(1)
NONE = Hypotheses("none", ())
CENTRED = Hypotheses("centred", (Independent(), vanishes(1)))
EQUAL_SQUARES = Hypotheses("equal second moments", (SameForAll(Pattern((2,))),))
UNIT = Hypotheses("unit second moments", (Equals(Pattern((2,)), 1),))
SIGNS = Hypotheses("signs", (Equals(Pattern((2,)), 1), Equals(Pattern((4,)), 1)))
EXCHANGEABLE = Hypotheses("exchangeable", (Permutations(),))
SKEWED = Hypotheses("skewed", (Independent(), Equals(Pattern((2,)), 1), Equals(Pattern((3,)), 1)))
THREE = Hypotheses("three", (Equals(Pattern((2,)), 1), Equals(Pattern((), (2,)), 3)))


def stated(
    *parts: Part,
    given: Hypotheses = NONE,
    family: LawFamily | None = None,
    chains: tuple[Chain, ...] = (),
    uses: tuple[Claim, ...] = (),
    assumed: tuple[Step, ...] = (),
) -> Claim:
    source = Source("mine", "Lemma", "0000.00000")

    @claim("mine/lemma", source=source, parts=parts, hypotheses=given, family=family, uses=uses, assumed=assumed)
    def lemma() -> Iterator[Chain]:
        """A statement."""
        yield from chains

    return lemma


def equality(left: sympy.Expr, right: sympy.Expr | int) -> Equality:
    return Equality("e", lambda: left, sympy.sympify(right))


def chain(*lines: Line) -> tuple[Chain, ...]:
    return (Chain("e", "e", lines),)


SQUARE = equality((x + 1) ** 2, x**2 + 2 * x + 1)
PROVED, MODULO, REFUTED, VACUOUS, UNDECIDED = Outcome


@dataclass(frozen=True)
class Case:
    """A claim, what it has to come out as, and what has to stand in its reason or witness."""

    made: Callable[[], Claim]
    outcome: Outcome
    says: str = ""
    grade: str = ""


CASES = {
    "over-stated: every x": Case(lambda: stated(equality(sympy.sqrt(x**2), x)), REFUTED, "x = -"),
    "over-stated: every T": Case(lambda: stated(equality((T - 3) * (T - 4), 0)), REFUTED, "T = 5"),
    "over-stated: every d": Case(lambda: stated(equality((d - 1) * (d - 2), 0)), REFUTED, "d = 3"),
    "false at d = 1 alone": Case(lambda: stated(Positive("p", lambda: d - 1)), REFUTED, "d = 1", "ungraded"),
    "over-stated: every t": Case(lambda: stated(Positive("p", lambda: T - t - 1)), REFUTED, "T = 3, t = 2"),
    "odd alone": Case(lambda: stated(equality((-1) ** odd, -1)), PROVED),
    "an odd symbol": Case(lambda: stated(equality((-1) ** odd * odd, odd)), REFUTED, "m = 1"),
    "an even symbol": Case(lambda: stated(equality(sympy.cos(sympy.pi * even / 2), 1)), REFUTED, "k = 2"),
    "an even symbol refuted": Case(lambda: stated(equality(even / 2, even)), REFUTED, "k = 2"),
    "an integer symbol": Case(lambda: stated(equality(n**2, n)), REFUTED, "n = 2"),
    "an imaginary symbol": Case(lambda: stated(equality(imaginary**2, 1)), REFUTED, "z = "),
    "zero": Case(lambda: stated(Positive("p", lambda: x**2)), REFUTED, "x = 0", "substantive"),
    "no sign": Case(lambda: stated(Positive("p", lambda: x**4 - x**2 + 1)), UNDECIDED),
    "an end of a domain": Case(lambda: stated(Positive("p", lambda: scale**2)), REFUTED, "s = 0", "ungraded"),
    "a point where a side is undefined": Case(lambda: stated(equality((x**2 - 1) / (x - 1), x + 1)), PROVED),
    "a limit": Case(lambda: stated(equality(sympy.Limit((T + 1) / (2 * T), T, sympy.oo), 1)), REFUTED, "every point"),
    "limits exchanged": Case(
        lambda: stated(equality(sympy.Limit(d / (d + T), T, sympy.oo), 1), family=Sparse()), REFUTED, "d = "
    ),
    "a sign of a harmonic number": Case(
        lambda: stated(Positive("p", lambda: 1 - sympy.harmonic(T - 2))), REFUTED, "T = 3"
    ),
    "a missing hypothesis": Case(lambda: stated(equality(THIRD, 0)), REFUTED, "d = "),
    "a missing independence": Case(
        lambda: stated(equality(PAIR, 0), given=Hypotheses("centred", (vanishes(1),))), REFUTED, "d = 2", "substantive"
    ),
    "centred is not unskewed": Case(
        lambda: stated(equality(CUBES, 0), given=CENTRED), REFUTED, "twopoint(2:1/3, -1:2/3)", "substantive"
    ),
    "a formal point that hypotheses exclude": Case(lambda: stated(equality(FOURTH, SECOND), given=SIGNS), PROVED),
    "two moments that hypotheses make equal": Case(
        lambda: stated(equality(ALL, d * SECOND), given=EQUAL_SQUARES), PROVED
    ),
    "a product that independence makes": Case(lambda: stated(equality(PAIR, FIRST**2), given=CENTRED), PROVED),
    "what exchangeability gives": Case(
        lambda: stated(equality(moment(Pattern((2, 4))), moment(Pattern((4, 2)))), given=EXCHANGEABLE), PROVED
    ),
    "what exchangeability gives not": Case(
        lambda: stated(equality(moment(Pattern((2, 4))), SECOND), given=EXCHANGEABLE), REFUTED, "d = 2"
    ),
    "what holds from d = 2 on": Case(
        lambda: stated(equality(OTHERS, 1), given=Hypotheses("H", (Equals(Pattern((1,), (1,)), 1),))), PROVED, "d >= 2"
    ),
    "powers of a moment": Case(lambda: stated(equality(SECOND**2, FOURTH), given=UNIT), REFUTED, "d = "),
    "letters that stand for moments": Case(lambda: stated(equality(kappa1**3, kappa2**2)), REFUTED, "d = "),
    "an inequality of moments": Case(lambda: stated(Positive("p", lambda: kappa1 - SECOND)), REFUTED, "d = "),
    "a formal point that no law attains": Case(
        lambda: stated(Positive("p", lambda: FOURTH - SECOND**2 + 1)), UNDECIDED
    ),
    "traces that no matrix has": Case(lambda: stated(Positive("p", lambda: trace(MATRIX @ MATRIX.T) + 1)), UNDECIDED),
    "traces of different words": Case(
        lambda: stated(equality(trace(MATRIX @ MATRIX), trace(MATRIX @ MATRIX.T))), UNDECIDED, "at no case"
    ),
    "a wrong variance": Case(
        lambda: stated(equality(FOURTH, 3 * sigma**2), family=IID(Gaussian(sigma))), REFUTED, "sigma = ", "substantive"
    ),
    "the right variance": Case(lambda: stated(equality(FOURTH, 3 * sigma**4), family=IID(Gaussian(sigma))), PROVED),
    "a family without a member": Case(
        lambda: stated(equality(SECOND, 1), family=IID(Gaussian(sigma)), given=Hypotheses("H", (vanishes(2),))),
        UNDECIDED,
        "no member of the family",
    ),
    "contradictory hypotheses": Case(
        lambda: stated(SQUARE, given=Hypotheses("H", (vanishes(4), Equals(Pattern((4,)), 1)))), VACUOUS, "1 = 0"
    ),
    "a negative mean square": Case(
        lambda: stated(equality(x, y), given=Hypotheses("H", (Equals(Pattern((2,)), -1),))), VACUOUS, "< 0"
    ),
    "values that have no such mean": Case(
        lambda: stated(SQUARE, given=Hypotheses("H", (Values((-1, 1)), Equals(Pattern((1,)), 2)))),
        VACUOUS,
        "contradict",
    ),
    "laws in one dimension": Case(lambda: stated(equality(d, 3), given=THREE), UNDECIDED, "d = "),
    "a start that hypotheses exclude": Case(
        lambda: stated(
            Positive("p", lambda: (a0 + b0) ** 2), given=Hypotheses("H", (StartCondition(sympy.Ne(a0 + b0, 0)),))
        ),
        UNDECIDED,
    ),
    "a start that hypotheses let be": Case(
        lambda: stated(Positive("p", lambda: a0 * b0), given=Hypotheses("H", (StartCondition(a0 + b0 > 0),))),
        REFUTED,
        "a_0 = ",
    ),
    "contradictory starts": Case(
        lambda: stated(SQUARE, given=Hypotheses("H", (StartCondition(a0 > 1), StartCondition(a0 < 0)))),
        UNDECIDED,
        "no start was found",
    ),
    "a wrong middle line": Case(
        lambda: stated(
            SQUARE, chains=chain(Line((x + 1) ** 2, "given"), Line(x**2, "wrong"), Line(SQUARE.right, "so"))
        ),
        UNDECIDED,
        "e, line 2: wrong: the sides differ by",
    ),
    "a chain with another end": Case(
        lambda: stated(SQUARE, chains=chain(Line(x, "given"), Line(x + 0, "the same"))),
        UNDECIDED,
        "the chain starts elsewhere than the claim",
    ),
    "a chain of no part": Case(
        lambda: stated(SQUARE, chains=(Chain("other", "y", (Line(x, "given"),)),)), UNDECIDED, "belongs to no equality"
    ),
    "an invented rule": Case(
        lambda: stated(equality(x, x), chains=chain(Line(x, "given"), Line(x, "rule", (Rule(x, x + 1, "because"),)))),
        UNDECIDED,
        "no hypothesis licenses the rule",
    ),
    "a rule of another law": Case(
        lambda: stated(
            equality(SECOND, 1),
            family=IID(Gaussian()),
            chains=chain(
                Line(SECOND, "given"), Line(sympy.Integer(1), "moment", (Rule(SECOND, sympy.Integer(2), "no"),))
            ),
        ),
        UNDECIDED,
        "line 2",
    ),
    "what does not follow": Case(
        lambda: stated(Follows("f", Conclusion("odd", (zero(Pattern((3, 2, 1))),)))), REFUTED, "does not follow"
    ),
    "what exchangeability does not give": Case(
        lambda: stated(
            Follows("f", Conclusion("alike", (alike(Pattern((2, 4)), Pattern((2, 2))),))),
            given=Hypotheses("H", (Permutations(), SignFlips())),
        ),
        REFUTED,
        "does not follow",
    ),
    "a settled part without a witness": Case(
        lambda: stated(Settled("s", 1, lambda _: Fails("it fails", ""))), UNDECIDED, "no witness is exhibited"
    ),
    "a law that breaks the hypotheses": Case(
        lambda: stated(Settled("s", 1, lambda _: Fails("so", "ones", IID(Gaussian()).at(2))), given=SKEWED),
        UNDECIDED,
        "does not satisfy the hypotheses",
    ),
    "an unknown part": Case(lambda: stated(Settled("s", 1, lambda _: Unknown("not known"))), UNDECIDED, "not known"),
    "a step that is assumed": Case(lambda: stated(SQUARE, assumed=(Step("folklore", "1 < 2"),)), MODULO),
    "a step of a claim that is used": Case(
        lambda: stated(SQUARE, uses=(stated(SQUARE, assumed=(Step("folklore", "1 < 2"),)),)), MODULO
    ),
    "a step does not save a false claim": Case(
        lambda: stated(equality(x, 1), assumed=(Step("folklore", "x = 1"),)), REFUTED, "x = 2"
    ),
    "a refuted claim is used": Case(
        lambda: stated(SQUARE, uses=(stated(equality(x, 1)),)), UNDECIDED, "uses mine/lemma: REFUTED"
    ),
    "a vacuous claim is used": Case(
        lambda: stated(SQUARE, uses=(stated(SQUARE, given=Hypotheses("H", (vanishes(4), Equals(Pattern((4,)), 1)))),)),
        UNDECIDED,
        "uses mine/lemma: VACUOUS",
    ),
    "a circle as support": Case(
        lambda: stated(equality(FOURTH, SECOND), given=Hypotheses("H", (Support(((Pattern((2,)), 1),), 1),))), PROVED
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_ends_as_it_should(case: Case) -> None:
    verdict = prove(case.made())
    assert verdict.outcome is case.outcome, verdict
    assert case.says in f"{verdict.reason} {verdict.witness} {verdict.evidence}", verdict
    if verdict.outcome is REFUTED:
        assert verdict.witness or verdict.witness_law
        assert verdict.grade
        assert not case.grade or verdict.grade == case.grade
    else:
        assert verdict.grade == verdict.witness == ""
