"""Do hypotheses force a conclusion: proofs by certificate, refutations by a law that is verified apart."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs.zheng2024.assumptions import ASSUMPTION_4_1, LINE_CONDITIONS
from proofs.zheng2024.line.invariance import leftovers, line_invariant
from proofs.zheng2024.model import evaluation
from proofs.zheng2024.model.attention import BLOCKS
from symbolic.decide.conclusions import Conclusion, Requirement, moment_is
from symbolic.decide.conditions import Condition, Equals, MixedMomentsVanish, SameForAll, vanishes
from symbolic.decide.conditions.marginals import MomentsOf
from symbolic.decide.conditions.symmetries import Independent, Permutations, SignFlips, Values
from symbolic.decide.decision import (
    Decision,
    Proof,
    Refutation,
    Undecided,
    Vacuous,
    decide,
    decide_at,
    leftover,
)
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.spans.span import checked
from symbolic.decide.spans.system import System
from symbolic.expectation.moments import Pattern
from symbolic.laws import IID, Atoms, Law
from symbolic.laws.coordinates import Gaussian, rademacher
from tests.strategies_of_laws import atom_laws, on_line, symmetrised_laws

ONE, MINUS = Fraction(1), Fraction(-1)


def leaves_the_line(law: Law, T: int) -> bool:
    """From the gradient at arbitrary parameters, without the forms."""
    for a, b in ((Fraction(1), Fraction(1)), (Fraction(2), Fraction(-1)), (Fraction(1, 2), Fraction(3))):
        gradient = evaluation.gradient(law, T, on_line(law.d, a, b))
        for name in BLOCKS:
            block, d = gradient[name], law.d
            if any(block[p][q] for p, q in permutations(range(d), 2)) or len({block[p][p] for p in range(d)}) > 1:
                return True
    return False


def _on_the_line(hypotheses: Hypotheses) -> Decision:
    return decide(hypotheses, line_invariant())


def of(*conditions: Condition) -> Hypotheses:
    return Hypotheses("H", conditions)


def test_the_assumption_as_printed_is_refuted_in_every_dimension() -> None:
    found = _on_the_line(ASSUMPTION_4_1)
    assert isinstance(found, Refutation)
    assert found.every_d
    assert found.law.d == 2
    assert ASSUMPTION_4_1.of(found.law).holds
    assert "E[x_j^3 x_k^3] = 0" in found.leftover
    assert found.violation == found.requirement.excess(found.law, (0, 1))
    assert leaves_the_line(found.law, 3)
    assert found.law.description in found.text


def test_the_witness_satisfies_the_assumption_moment_by_moment() -> None:
    found = _on_the_line(ASSUMPTION_4_1)
    assert isinstance(found, Refutation)
    law = found.law
    assert not any(law.moment(powers) for r in range(12) for powers in ((1, r), (r, 1)))
    for exponents in ((4, 0), (6, 0), (2, 4)):
        assert law.moment(exponents) == law.moment(exponents[::-1])


def test_odd_first_exponents_leave_only_the_transposed_sums() -> None:
    """With any odd first exponent all mixed moments go, and the other constant of the line stays."""
    odd = Hypotheses("odd", (MixedMomentsVanish(odd=True), *ASSUMPTION_4_1.conditions[1:]))
    found = _on_the_line(odd)
    assert isinstance(found, Refutation)
    assert leftover(odd, line_invariant()) == ("sum_{r} E[x_j^4 x_r^2] is the same for every j",)
    assert odd.of(found.law).holds
    assert leaves_the_line(found.law, 3)
    repaired = Hypotheses("odd, repaired", (*odd.conditions, SameForAll(Pattern((4,), (2,)))))
    assert isinstance(_on_the_line(repaired), Proof)


def test_the_line_conditions_are_proved_with_certificates_that_multiply_out() -> None:
    found = _on_the_line(LINE_CONDITIONS)
    assert isinstance(found, Proof)
    assert {certificate.requirement for certificate in found.certificates} == set(line_invariant().requirements)
    for certificate in found.certificates:
        for size in (None, 2, 3, 4, 7):
            assert checked(certificate, System(LINE_CONDITIONS, certificate.requirement.frame, size))
    assert LINE_CONDITIONS.of(found.model).holds
    assert not leaves_the_line(found.model, 5)


def test_a_certificate_with_a_wrong_coefficient_does_not_multiply_out() -> None:
    found = _on_the_line(LINE_CONDITIONS)
    assert isinstance(found, Proof)
    certificate = next(one for one in found.certificates if one.coefficients)
    (instance, c), *rest = certificate.coefficients
    wrong = type(certificate)(certificate.requirement, ((instance, c + 1), *rest), certificate.from_d)
    assert not checked(wrong, System(LINE_CONDITIONS, 2))


NEEDED = LINE_CONDITIONS.conditions


@pytest.mark.sampled(3)
@pytest.mark.parametrize("index", range(len(NEEDED)), ids=[condition.text for condition in NEEDED])
def test_every_line_condition_is_necessary(index: int) -> None:
    rest = LINE_CONDITIONS.without(index)
    found = _on_the_line(rest)
    assert isinstance(found, Refutation)
    assert rest.of(found.law).holds
    assert LINE_CONDITIONS.of(found.law).holds is False
    assert leaves_the_line(found.law, 3)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("index", range(len(NEEDED)), ids=[condition.text for condition in NEEDED])
def test_no_atom_of_a_witness_can_be_dropped(index: int) -> None:
    """On the support without one atom, the linear hypotheses have no solution."""
    rest = LINE_CONDITIONS.without(index)
    found = _on_the_line(rest)
    assert isinstance(found, Refutation)
    if isinstance(found.law, Atoms):
        points = [point for point, _ in found.law.atoms]
        assert len(set(points)) == len(points)
        for dropped in points:
            assert not _solvable(rest, [point for point in points if point != dropped])


SMALLEST: dict[str, tuple[Hypotheses, Conclusion, int, int]] = {
    "nothing assumed": (of(), moment_is(Pattern((2, 2))), 2, 4),
    "a third index": (of(), moment_is(Pattern((2, 2), (2,))), 3, 8),
    "signs and permutations": (of(SignFlips(), Permutations()), moment_is(Pattern((2, 2)), 1), 2, 4),
    "not two at once": (of(vanishes(2, 2), Permutations()), moment_is(Pattern((3,))), 2, 3),
    "Assumption 4.1": (ASSUMPTION_4_1, line_invariant(), 2, 4),
    "without the fourth line condition": (LINE_CONDITIONS.without(3), line_invariant(), 3, 12),
}


@pytest.mark.parametrize("name", SMALLEST)
def test_a_witness_has_the_smallest_dimension_and_few_atoms(name: str) -> None:
    """In every smaller dimension the conclusion follows; the line is left at T = 3, the shortest there is."""
    hypotheses, conclusion, d, atoms = SMALLEST[name]
    found = decide(hypotheses, conclusion)
    assert isinstance(found, Refutation)
    assert found.law.d == d
    assert len(found.law.atoms or ()) <= atoms
    assert all(isinstance(decide_at(hypotheses, conclusion, smaller), Proof) for smaller in range(2, d))
    assert leaves_the_line(found.law, 3) or conclusion != line_invariant()


def _solvable(hypotheses: Hypotheses, points: list[tuple[Fraction, ...]]) -> bool:
    import sympy

    d = len(points[0])
    heights = tuple(sorted({x for point in points for x in point}))
    rows = [[*[sympy.Integer(1)] * len(points), sympy.Integer(1)]]
    for condition in hypotheses.conditions:
        for constraint in condition.constraints(d, heights):
            values = (
                sum(
                    (c * sympy.prod(sympy.Rational(x.numerator, x.denominator) ** n for x, n in zip(p, e, strict=True)))
                    for e, c in constraint.polynomial.items()
                )
                for p in points
            )
            rows.append([*values, sympy.Rational(constraint.value.numerator, constraint.value.denominator)])
    matrix = sympy.Matrix(rows)
    return bool(matrix[:, :-1].rank() == matrix.rank())


def test_invariances_prove_the_line_by_themselves() -> None:
    assert isinstance(_on_the_line(of(SignFlips(), Permutations())), Proof)
    assert isinstance(_on_the_line(of(SignFlips())), Refutation)
    assert isinstance(_on_the_line(of(Permutations())), Refutation)


def test_independent_coordinates_need_a_vanishing_third_moment() -> None:
    assert isinstance(_on_the_line(of(Independent(), vanishes(1))), Refutation)
    assert isinstance(_on_the_line(of(Independent(), vanishes(1), vanishes(3))), Proof)


def test_exchangeable_with_gaussian_second_and_fourth_moments_is_not_enough() -> None:
    hypotheses = of(Permutations(), Equals(Pattern((2,)), ONE), Equals(Pattern((4,)), Fraction(3)))
    found = _on_the_line(hypotheses)
    assert isinstance(found, Refutation)
    assert hypotheses.of(found.law).holds
    assert leaves_the_line(found.law, 3)


def test_contradictory_hypotheses_are_vacuous() -> None:
    assert isinstance(_on_the_line(of(vanishes(4), Equals(Pattern((4,)), ONE))), Vacuous)


IMPOSSIBLE = {
    "a negative square": of(Equals(Pattern((2,)), MINUS)),
    "against Cauchy and Schwarz": of(Equals(Pattern((2,)), ONE), Equals(Pattern((4,)), Fraction(1, 2))),
    "a correlation above one": of(Equals(Pattern((2,)), ONE), Equals(Pattern((1, 1)), Fraction(2))),
    "values that miss the moment": of(Values((MINUS, ONE)), Equals(Pattern((4,)), Fraction(2))),
    "a confined support that contradicts": of(*(Equals(Pattern((n,)), v) for n, v in ((2, 1), (4, 1), (6, 2)))),
}


@pytest.mark.parametrize("hypotheses", IMPOSSIBLE.values(), ids=list(IMPOSSIBLE))
def test_hypotheses_that_no_law_satisfies_are_vacuous(hypotheses: Hypotheses) -> None:
    for conclusion in (moment_is(Pattern((2,)), -1), line_invariant()):
        found = decide(hypotheses, conclusion)
        assert isinstance(found, Vacuous)
        assert "imply" in found.reason


def test_hypotheses_without_a_law_in_sight_are_never_proved() -> None:
    """The mean of a coordinate on {0, 1} cannot be 2, which squares of polynomials in one coordinate do not show."""
    found = decide(of(Values((Fraction(0), ONE)), Equals(Pattern((1,)), Fraction(2))), moment_is(Pattern((2,)), 2))
    assert isinstance(found, Undecided | Vacuous)


def test_a_square_with_mean_zero_confines_the_support() -> None:
    """`E x² = E x⁴ = 1` forces `x = ±1`, by a square and not by linear combination alone."""
    hypotheses = of(Equals(Pattern((2,)), ONE), Equals(Pattern((4,)), ONE))
    found = decide(hypotheses, moment_is(Pattern((6,)), 1))
    assert isinstance(found, Proof)
    assert found.supports == ("E[(x_j^2 - 1)^2] = 0",)
    assert isinstance(decide(hypotheses, moment_is(Pattern((6,)), 2)), Refutation)
    assert isinstance(decide(hypotheses, moment_is(Pattern((1,)), 0)), Refutation)
    assert isinstance(decide(of(Values((MINUS, ONE))), moment_is(Pattern((6,)), 1)), Proof)


def test_a_support_of_two_coordinates_is_confined() -> None:
    """`E x_j² x_k² = 0` says that no two coordinates are non-zero together."""
    hypotheses = of(vanishes(2, 2))
    assert isinstance(decide(hypotheses, moment_is(Pattern((1, 3)), 0)), Proof)
    assert isinstance(decide(hypotheses, moment_is(Pattern((3,)), 0)), Refutation)


def test_all_moments_say_what_the_fourth_is() -> None:
    assert isinstance(decide(of(MomentsOf(Gaussian())), moment_is(Pattern((4,)), 3)), Proof | Undecided)


def test_two_values_and_a_mean_determine_every_moment() -> None:
    third = Fraction(1, 3)
    hypotheses = of(Values((Fraction(0), ONE)), Equals(Pattern((2,)), third))
    assert isinstance(decide(hypotheses, moment_is(Pattern((6,)), third)), Proof)
    assert isinstance(decide(hypotheses, moment_is(Pattern((6,)), Fraction(1, 2))), Refutation)


CONDITIONS: tuple[Condition, ...] = (
    *NEEDED,
    *(MixedMomentsVanish(most) for most in (1, 2, 4)),
    MixedMomentsVanish(odd=True),
    SignFlips(),
    Permutations(),
    Independent(),
    Values((MINUS, ONE)),
    Values((Fraction(-2), Fraction(0), ONE)),
    Equals(Pattern((2,)), ONE),
    Equals(Pattern((4,)), Fraction(3)),
    Equals(Pattern((2, 2)), ONE),
    vanishes(1),
    vanishes(3),
    vanishes(1, over=(2,)),
)
PATTERNS = [
    Pattern(free, over) for free in ((1,), (2,), (3,), (4,), (1, 2), (1, 3), (2, 2), (3, 3)) for over in ((), (2,))
]


@st.composite
def requirements(draw: DrawFn) -> Requirement:
    frame = draw(st.sampled_from((1, 2)))
    chosen = draw(
        st.lists(st.sampled_from([p for p in PATTERNS if len(p.free) == frame]), min_size=1, max_size=2, unique=True)
    )
    coefficients = draw(
        st.lists(st.sampled_from((ONE, MINUS, Fraction(2))), min_size=len(chosen), max_size=len(chosen))
    )
    value = draw(st.sampled_from((Fraction(0), ONE)))
    return Requirement("drawn", frame, tuple(zip(chosen, coefficients, strict=True)), value)


def stands(answer: Decision, hypotheses: Hypotheses, conclusion: Conclusion, laws: list[Law]) -> None:
    match answer:
        case Proof(certificates=certificates, model=model):
            assert hypotheses.of(model).holds
            assert {certificate.requirement for certificate in certificates} == set(conclusion.requirements)
            for law in [model, *laws]:
                if hypotheses.of(law).holds:
                    assert [r.name for r in conclusion.requirements if _missed(law, r)] == []
        case Refutation(law=law, requirement=requirement):
            assert hypotheses.of(law).holds
            assert _missed(law, requirement)
        case Vacuous():
            assert not any(hypotheses.of(law).holds for law in laws)
        case Undecided(reason=reason):
            assert reason


def _missed(law: Law, requirement: Requirement) -> bool:
    return any(requirement.excess(law, free) for free in permutations(range(law.d), requirement.frame))


SYMMETRIC = [IID(rademacher()).at(2), IID(rademacher()).at(3)]


@given(
    st.sets(st.sampled_from(CONDITIONS), max_size=4),
    requirements(),
    st.lists(atom_laws(2) | symmetrised_laws(2), max_size=8),
)
def test_every_answer_about_a_moment_stands(
    conditions: set[Condition], requirement: Requirement, laws: list[Atoms]
) -> None:
    hypotheses = Hypotheses("H", tuple(sorted(conditions, key=CONDITIONS.index)))
    conclusion = Conclusion("drawn", (requirement,))
    stands(decide(hypotheses, conclusion), hypotheses, conclusion, [*SYMMETRIC, *laws])


@pytest.mark.parametrize("questions", [8, pytest.param(40, marks=pytest.mark.slow)])
def test_every_answer_about_the_line_stands(questions: int) -> None:
    @settings(max_examples=questions)
    @given(st.sets(st.sampled_from(CONDITIONS)))
    def ask(conditions: set[Condition]) -> None:
        hypotheses = Hypotheses("H", tuple(sorted(conditions, key=CONDITIONS.index)))
        answer = _on_the_line(hypotheses)
        stands(answer, hypotheses, line_invariant(), list(SYMMETRIC))
        if isinstance(answer, Proof):
            assert not leaves_the_line(answer.model, 4)
        if isinstance(answer, Refutation):
            assert any(leftovers(answer.law, T) for T in (3, 4))

    ask()


def test_a_family_that_breaks_only_some_dimensions_does_not_claim_them_all() -> None:
    """For `E x_j² + (d−2) E x_j² − 1` of the symmetric law on ±1: zero at d = 2 only, so the witness is at d = 3."""
    form = ((Pattern((2, 0), (2,)), ONE),)
    found = decide(of(SignFlips(), Permutations(), Values((MINUS, ONE))), Conclusion("c", (Requirement("r", 2, form),)))
    assert isinstance(found, Refutation)
    assert found.law.d == 3
    assert not found.every_d


@pytest.mark.parametrize(("d", "kind"), [(2, Proof), (3, Refutation), (4, Refutation)])
def test_the_condition_with_a_third_index_is_needed_from_three_coordinates_on(d: int, kind: type[Decision]) -> None:
    (index,) = (n for n, condition in enumerate(NEEDED) if "x_r^2" in condition.text and "x_k^3" in condition.text)
    found = decide_at(LINE_CONDITIONS.without(index), line_invariant(), d)
    assert isinstance(found, kind)
    if isinstance(found, Refutation):
        assert found.law.d == d
        assert LINE_CONDITIONS.without(index).of(found.law).holds
        assert leaves_the_line(found.law, 3)


@pytest.mark.parametrize("d", [2, 3, 4])
def test_one_dimension_agrees_with_all(d: int) -> None:
    assert isinstance(decide_at(LINE_CONDITIONS, line_invariant(), d), Proof)
    assert isinstance(decide_at(ASSUMPTION_4_1, line_invariant(), d), Refutation)
    assert isinstance(decide_at(of(Independent(), vanishes(1), vanishes(3)), line_invariant(), d), Proof)
