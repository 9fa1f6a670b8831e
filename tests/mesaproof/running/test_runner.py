"""Running claims: what makes a verdict, and that nothing slips through."""

from __future__ import annotations

import gc
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sympy

from mesaproof.documents.derivations import derivation
from mesaproof.errors import InputError
from mesaproof.running import comparisons, verifying
from mesaproof.running.case_values import claimed_numbers
from mesaproof.running.claim_runs import unswept
from mesaproof.running.comparisons import Outcomes, compared, run
from mesaproof.running.exit_codes import settled
from mesaproof.running.runner import prove
from mesaproof.running.verifying import verify
from numeric_check.compare.agreement import Budget
from numeric_check.laws.gauss_rules import TooLarge
from proofs.catalogue import crosschecks_of, find
from proofs.claim import Claim, Source, claim
from proofs.crosschecks import Case, Computed, CrossCheck
from proofs.parts import Equality, Follows, Part, Positive
from proofs.verdict import Outcome, Unavailable, Verdict
from proofs.zheng2024.assumptions import LINE_CONDITIONS
from proofs.zheng2024.flow.line_flow import DOUBLE_COUNTING
from symbolic.algebra.notation import T
from symbolic.decide.conclusions import Conclusion, alike, zero
from symbolic.decide.conditions.symmetries import Permutations, SignFlips
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.moments import Pattern, moment
from symbolic.laws import IID, Law
from symbolic.laws.coordinates import Gaussian
from symbolic.typeset.derivation import Chain, Line, Rule
from tests.cross_section import SHORT, all_claims, each_claim
from tests.workers.file_locks import locked

SOURCE = Source("zheng2024", "nowhere", "2405.16845")
x = sympy.Symbol("x", real=True)


def declared(parts: tuple[Part, ...], *chains: Chain, hypotheses: Hypotheses | None = None) -> Claim:
    def derive() -> Iterator[Chain]:
        """A statement."""
        yield from chains

    return claim("test/claim", source=SOURCE, parts=parts, hypotheses=hypotheses or Hypotheses("none", ()))(derive)


def numbers_of(check: CrossCheck) -> list[Outcomes]:
    found = list(comparisons.run(check, seed=0))
    assert found
    assert all(isinstance(one, Outcomes) for one in found)
    return [one for one in found if isinstance(one, Outcomes)]


def square(right: sympy.Expr) -> Equality:
    return Equality("square", lambda: (x + 1) ** 2, right)


def test_an_identity_is_proved() -> None:
    assert prove(declared((square(x**2 + 2 * x + 1),))).outcome is Outcome.PROVED


def test_a_wrong_right_side_is_refuted_at_a_point() -> None:
    verdict = prove(declared((square(x**2 + x + 1),)))
    assert verdict.outcome is Outcome.REFUTED
    assert "x = " in verdict.reason


def test_what_is_not_known_positive_is_undecided() -> None:
    assert prove(declared((Positive("p", lambda: x**4 - x**2 + 1),))).outcome is Outcome.UNDECIDED
    assert prove(declared((Positive("p", lambda: x**2 + 1),))).outcome is Outcome.PROVED


def test_what_is_not_positive_is_refuted_at_a_point() -> None:
    verdict = prove(declared((Positive("p", lambda: x**2 - x),)))
    assert (verdict.outcome, verdict.witness) == (Outcome.REFUTED, "x = 1")


def test_a_chain_cannot_prove_something_else() -> None:
    part = square(x**2 + 2 * x + 1)
    elsewhere = Chain("square", "y", (Line(x * 2, "given"), Line(x + x, "collected")))
    verdict = prove(declared((part,), elsewhere))
    assert verdict.outcome is Outcome.UNDECIDED
    assert "the chain starts elsewhere than the claim" in verdict.reason


def test_a_chain_of_no_part_is_undecided() -> None:
    stray = Chain("stray", "y", (Line(x, "given"),))
    assert prove(declared((square(x**2 + 2 * x + 1),), stray)).outcome is Outcome.UNDECIDED


def test_a_wrong_line_in_the_middle_is_found() -> None:
    part = square(x**2 + 2 * x + 1)
    lines = (Line((x + 1) ** 2, "given"), Line(x**2 + 1, "wrong"), Line(x**2 + 2 * x + 1, "expanded"))
    verdict = prove(declared((part,), Chain("square", "y", lines)))
    assert verdict.outcome is Outcome.UNDECIDED
    assert verdict.reason.startswith("square, line 2: wrong: the sides differ by")


@pytest.mark.parametrize(("power", "proved"), [(2, True), (3, False)])
def test_a_right_side_that_is_a_function_is_compared_as_what_it_returns(power: int, proved: bool) -> None:
    asked: list[int] = []

    def right() -> sympy.Expr:
        asked.append(power)
        return x**power + 2 * x + 1

    part = Equality("square", lambda: (x + 1) ** 2, right)
    made = declared((part,), Chain("square", "y", (Line((x + 1) ** 2, "given"), Line(part.right, "expanded"))))
    assert (prove(made).outcome is Outcome.PROVED) is proved
    assert asked == [power], "it is called once"


def test_a_rule_needs_its_hypotheses() -> None:
    third = moment(Pattern((4,), (2,)))
    lines = (Line(third, "given"), Line(DOUBLE_COUNTING.right, "exchanged", (DOUBLE_COUNTING,)))
    part = Equality("third", lambda: third, DOUBLE_COUNTING.right)
    verdict = prove(declared((part,), Chain("third", "y", lines)))
    assert verdict.outcome is not Outcome.PROVED


def test_an_invented_rule_is_not_licensed() -> None:
    rule = Rule(x, x + 1, "because")
    lines = (Line(x, "given"), Line(x + 1, "by rule", (rule,)), Line(x, "back", (Rule(x + 1, x, "because"),)))
    verdict = prove(declared((Equality("e", lambda: x, x),), Chain("e", "y", lines)))
    assert verdict.outcome is not Outcome.PROVED


def test_the_moments_of_the_claims_family_are_licensed_and_others_not() -> None:
    second = moment(Pattern((2,)))
    part = Equality("m", lambda: second, sympy.Integer(1))

    def derive(value: int) -> Claim:
        rule = Rule(second, sympy.Integer(value), "Gaussian")
        chain = Chain("m", "y", (Line(second, "given"), Line(sympy.Integer(value), "moment", (rule,))))
        return replace(declared((part,), chain), family=IID(Gaussian()))

    assert prove(derive(1)).outcome is Outcome.PROVED
    assert prove(derive(2)).outcome is not Outcome.PROVED


def test_a_claim_that_uses_a_refuted_one_is_not_proved() -> None:
    wrong = declared((square(x**2),))
    right = replace(declared((square(x**2 + 2 * x + 1),)), uses=(wrong,))
    assert prove(right).outcome is Outcome.UNDECIDED


def test_used_hypotheses_must_follow() -> None:
    limit = find("zheng2024/theorem-4.1-limit")
    user = replace(declared((square(x**2 + 2 * x + 1),)), uses=(limit,))
    assert prove(user).outcome is Outcome.UNDECIDED
    assert prove(replace(user, hypotheses=limit.hypotheses)).outcome is Outcome.PROVED


ODD = Follows("odd", Conclusion("an odd moment", (zero(Pattern((3, 2, 1))),)))


def test_what_a_claim_takes_from_its_hypotheses_has_to_follow() -> None:
    flips = Hypotheses("sign flips", (SignFlips(),))
    assert prove(declared((ODD,), hypotheses=flips)).outcome is Outcome.PROVED
    without = prove(declared((ODD,), hypotheses=flips.without(0)))
    assert without.outcome is Outcome.REFUTED
    assert without.witness_law is not None
    assert ODD.conclusion.requirements[0].excess(without.witness_law, (0, 1, 2)) != 0


def test_what_is_taken_in_some_dimensions_is_asked_in_each() -> None:
    """With two coordinates alone the one sum over a third one is empty, with three it is one moment, then more."""
    for sizes, outcome in (((2,), Outcome.PROVED), ((2, 3), Outcome.PROVED), ((3, 4), Outcome.REFUTED)):
        assert prove(declared((replace(ODD, at=sizes),), hypotheses=LINE_CONDITIONS)).outcome is outcome


def test_moments_that_are_alike_follow_from_exchangeable_coordinates_alone() -> None:
    same = Follows("pairs", Conclusion("pairs", (alike(Pattern((2, 4, 0)), Pattern((0, 2, 4))),)))
    exchangeable = Hypotheses("exchangeable", (Permutations(),))
    assert prove(declared((same,), hypotheses=exchangeable)).outcome is Outcome.PROVED
    assert prove(declared((same,), hypotheses=LINE_CONDITIONS)).outcome is Outcome.REFUTED


@pytest.fixture
def kept_outcomes(shared_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a second route has found in this run of the tests, with the same seed, is found no second time."""

    def found(check: CrossCheck, seed: int) -> Iterator[Outcomes | Unavailable]:
        which = crosschecks_of(check.claim).index(check)
        file = shared_folder / f"outcomes-{check.claim.key.replace('/', '-')}-{which}-{seed}"
        with locked(file.with_suffix(".lock")):
            if not file.exists():
                outcomes = [one if isinstance(one, Unavailable) else taken_apart(one) for one in run(check, seed)]
                file.write_bytes(pickle.dumps(outcomes))
        for one in pickle.loads(file.read_bytes()):
            yield one if isinstance(one, Unavailable) else Outcomes(check, *one)

    monkeypatch.setattr(comparisons, "run", found)


def taken_apart(one: Outcomes) -> tuple[Any, ...]:
    """All but the check, whose functions cannot be written to a file."""
    return one.case, dict(one.claimed), dict(one.found), one.seed


@pytest.mark.heavy
@pytest.mark.usefixtures("kept_verdicts", "kept_outcomes")
@pytest.mark.parametrize("claims", all_claims())
def test_a_run_is_settled_and_agrees(claims: tuple[Claim, ...]) -> None:
    verdicts = verify([claim.key for claim in claims], use_kept=True)
    assert settled(verdicts, alone=False) == 0
    assert all(verdict.agrees and verdict.crosschecks for verdict in verdicts)
    alarms = sum(n.comparison.false_alarm for v in verdicts for n in v.crosschecks)
    assert 0 < alarms <= 1e-9 * (1 + 1e-9)
    assert settled([v for v in verdicts if v.outcome is Outcome.REFUTED], alone=True) == 1


def test_a_refuted_claim_without_its_repair_is_not_settled(verdicts: Mapping[str, Verdict]) -> None:
    of_paper = [verdict for key, verdict in verdicts.items() if key.startswith("zheng2024/")]
    first = [verdict for verdict in of_paper if verdict.outcome is not Outcome.PROVED_MODULO]
    assert settled(of_paper, alone=False, strict=True) == 3
    assert settled(first, alone=False, strict=True) == 0
    assert settled([v for v in first if not v.claim.repairs], alone=False, strict=True) == 1
    assert settled(verdicts.values(), alone=False, strict=True) == 1


@pytest.mark.usefixtures("kept_outcomes")
@pytest.mark.parametrize("claim", each_claim(SHORT))
def test_every_second_route_notices_a_wrong_claim(claim: Claim) -> None:
    """A claimed number moved by three sure resolutions is refused, each number in turn."""
    for check in crosschecks_of(claim):
        outcomes = numbers_of(check)
        table = compared(outcomes, Budget())
        assert all(number.comparison.agrees for number in table)
        for outcome in outcomes:
            for name in outcome.found:
                here = [n for n in table if n.name == name and n.case == outcome.case]
                shift = 3 * max(here[0].comparison.resolution_sure, 1e-300)
                moved = replace(outcome, claimed=dict(outcome.claimed) | {name: outcome.claimed[name] + shift})
                numbers = compared([*[o for o in outcomes if o is not outcome], moved], Budget())
                wrong = [n for n in numbers if not n.comparison.agrees]
                assert [(n.name, n.case) for n in wrong] == [(name, outcome.case)]


def test_a_wrong_number_from_the_second_route_is_reported() -> None:
    limit = find("zheng2024/theorem-4.1-limit")

    def wrong(law: Law, d: int, T: int, parameters: object, rng: object) -> dict[str, float]:
        return {"product": 0.5}

    outcomes = numbers_of(CrossCheck(limit, "quadrature", (Case("gaussian", d=2, T=6),), wrong))
    (number,) = compared(outcomes, Budget())
    assert not number.comparison.agrees


@pytest.mark.parametrize(("found", "agrees"), [(1e-12, True), (-1e-12, True), (1e-9, False)])
def test_a_zero_is_compared_at_the_size_of_the_terms_that_it_arises_from(found: float, agrees: bool) -> None:
    check = CrossCheck(declared((square(sympy.Integer(0)),)), "quadrature", (), lambda: {})
    outcome = Outcomes(check, Case("gaussian", d=2, T=6), {"square": 0.0}, {"square": Computed(found, 3.0)}, 0)
    (number,) = compared([outcome], Budget())
    assert number.comparison.agrees is agrees
    assert number.relative_resolution == pytest.approx(1e-10)
    (bare,) = compared([replace(outcome, found={"square": found})], Budget())
    assert bare.comparison.agrees is agrees


def test_a_second_route_that_is_too_large_is_unavailable_not_agreed() -> None:
    limit = find("zheng2024/theorem-4.1-limit")

    def large(law: Law, d: int, T: int, parameters: object, rng: object) -> dict[str, float]:
        raise TooLarge(10**9, 10**6)

    (missing,) = run(CrossCheck(limit, "quadrature", (Case("gaussian", d=2, T=6),), large), 0)
    assert isinstance(missing, Unavailable)
    assert "1000000000 nodes" in missing.because


def test_what_draws_nothing_has_a_case_without_a_law() -> None:
    """Sizes of any name, a size d or not; the second route gets no law and is exact."""
    size = sympy.Symbol("n", integer=True, positive=True)
    stated = declared((Equality("square", lambda: (size + 1) ** 2, size**2 + 2 * size + 1),))

    def by_product(law: None, n: int, parameters: object, rng: object) -> dict[str, int]:
        assert law is None
        return {"square": (n + 1) * (n + 1)}

    check = CrossCheck(stated, "exact", (Case(None, n=2), Case(None, n=5)), by_product)
    numbers = compared(numbers_of(check), Budget())
    assert [(str(one.case), one.comparison.kind, one.comparison.agrees) for one in numbers] == [
        ("n=2", "exact", True),
        ("n=5", "exact", True),
    ]
    (wrong, _) = compared(numbers_of(replace(check, function=lambda law, n, *rest: {"square": n})), Budget())
    assert not wrong.comparison.agrees


def test_without_a_law_moments_have_no_value() -> None:
    stated = declared((Equality("second", lambda: moment(Pattern((2,))), moment(Pattern((2,)))),))
    assert claimed_numbers(stated, None, Case(None, d=2)) == {}
    assert "second" in claimed_numbers(stated, IID(Gaussian()).at(2), Case("gaussian", d=2))


def test_claimed_numbers_are_those_of_the_right_sides() -> None:
    proposition = find("zheng2024/proposition-4.1")
    law = IID(Gaussian()).at(3)
    claimed = claimed_numbers(proposition, law, Case("gaussian", d=3, T=4))
    assert claimed["recovered"] == pytest.approx(1 / (5 + 2 * 1.5 / 2), rel=1e-15)
    assert claimed["limit"] == 0.2


def test_derivations_are_checked_before_they_are_printed() -> None:
    assert r"\ref{claim:zheng2024:reduced-flow}" in derivation("zheng2024/theorem-4.1-limit").latex()
    with pytest.raises(InputError, match=r"theorem-4\.1-limit"):
        derivation("zheng2024/theorem-4.1-limt")


def test_symbolic_sizes_are_never_fixed() -> None:
    """The derived product holds T and the moments as symbols, not numbers of one T or d."""
    limit = find("zheng2024/theorem-4.1-limit")
    (product, _) = limit.parts
    assert isinstance(product, Equality)
    assert T in product.left().free_symbols


def test_a_claim_that_stops_is_undecided_and_loses_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> sympy.Expr:
        raise ZeroDivisionError("a derivation of its own")

    good = find("zheng2024/gradient")
    bad = declared((Equality("e", broken, x),))
    monkeypatch.setattr(verifying, "every_claim", lambda: (bad, good))
    stopped, other = verify(exact_only=True)
    assert stopped.outcome is Outcome.UNDECIDED
    assert "ZeroDivisionError: a derivation of its own" in stopped.reason
    assert other.outcome is Outcome.PROVED
    assert settled((stopped, other), alone=False) == 3


@pytest.mark.parametrize("before", [True, False])
def test_circles_of_objects_are_looked_for_after_a_claim_as_they_were_before(before: bool) -> None:
    set_to = {True: gc.enable, False: gc.disable}
    was = gc.isenabled()
    set_to[before]()
    try:
        with pytest.raises(ZeroDivisionError), unswept():
            1 / gc.isenabled()
        assert gc.isenabled() is before
    finally:
        set_to[was]()
