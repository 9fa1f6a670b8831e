"""Formulas of claims, altered at their places: what is stronger is not proved, and what is false is seen to be."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import flint
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from mesaproof.commands.selftest import command
from mesaproof.errors import InputError
from mesaproof.selftest.altered_formulas import formula_score
from mesaproof.selftest.altered_formulas.altered_places import Mutant, mutants
from mesaproof.selftest.altered_formulas.carried_over import Stops, carried_over
from mesaproof.selftest.altered_formulas.enumerated_models import of_model
from mesaproof.selftest.altered_formulas.formula_places import Kind, places
from mesaproof.selftest.altered_formulas.formula_score import How, chosen, false_somewhere, of_formula
from mesaproof.selftest.altered_formulas.formula_tables import faults, formula_lines, formula_record
from mesaproof.selftest.altered_formulas.meant_values import Unknown
from mesaproof.selftest.altered_formulas.one_instance import Instance
from mesaproof.selftest.altered_formulas.redefined import NOT_KNOWN, defined_as_well
from proofs.catalogue import every_claim, find
from proofs.formal_statements import formal_statement
from proofs.vonoswald2023b.formal import inverse_of_a_sum
from symbolic.core.expressions import Expression, Node, Sort, Variable, nodes
from symbolic.core.rules.logic import assume, conjoin, discharge, generalise, instantiate, part
from symbolic.core.rules.membership import meant
from symbolic.core.sorts import sort_of
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    almost_every,
    at_most,
    cell,
    conjunction,
    equal,
    exists,
    for_all,
    identity_matrix,
    iff,
    implies,
    indicator,
    integers_between,
    integers_from,
    iterated,
    law,
    less,
    matrix,
    matrix_letter,
    member,
    mixture,
    moments,
    negation,
    point,
    product,
    real,
    tends,
    total,
)
from symbolic.core.vocabulary import mean as expectation
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import replaced
from tests.symbolic.formula_values import value

x, y, n = map(real, "xyn")


def test_what_stands_where() -> None:
    premise = conjunction(less(0, x), exists(n, integers_from(2), less(x, n)))
    formula = for_all(x, POSITIVE, implies(premise, negation(iff(equal(x, 1), at_most(x, 2)))))
    found = [(place.kind.name, place.direction.name) for place in places(formula)]
    assert found == [
        ("QUANTIFIER", "SMALLER"),
        ("DOMAIN", "LARGER"),
        ("HYPOTHESIS", "LARGER"),
        ("QUANTIFIER", "LARGER"),
        ("DOMAIN", "LARGER"),
        ("HYPOTHESIS", "LARGER"),
        ("EQUIVALENCE", "LARGER"),
        ("CONJUNCT", "BOTH"),
        ("CONJUNCT", "BOTH"),
    ]


@pytest.mark.parametrize("key", ["zheng2024/theorem-4.2", "ahn2023/uniqueness", "newton/pseudoinverse"])
def test_altered_formulas_are_well_formed_and_others(key: str) -> None:
    statement = formal_statement(find(key))
    assert statement
    made = [mutant.of(statement.settled) for mutant in mutants(statement.settled)]
    assert {*map(sort_of, made)} == {Sort.FORMULA}
    assert statement.settled not in made


RANGES = st.tuples(st.integers(0, 1), st.integers(1, 2)).map(lambda ends: integers_between(*ends))
ATOMS = st.sampled_from([less(x, y), at_most(x, y), equal(x, y), less(y, 1), equal(x, 1), at_most(2, x + y)])


def quantified(body: Expression, source: random.Random, ranges: tuple[Node, Node]) -> Expression:
    """A closed formula with both variables bound by some quantifiers."""
    for variable, domain in zip((y, x), ranges, strict=True):
        body = source.choice((for_all, exists))(variable, domain, body)
    return body


FORMULAS = st.builds(
    quantified,
    st.recursive(
        ATOMS,
        lambda inside: st.one_of(
            st.tuples(inside, inside).map(lambda both: conjunction(*both)),
            st.tuples(inside, inside).map(lambda both: Node("or", both)),
            st.tuples(inside, inside).map(lambda both: implies(*both)),
            st.tuples(inside, inside).map(lambda both: iff(*both)),
            inside.map(negation),
        ),
        max_leaves=4,
    ),
    st.randoms(use_true_random=False),
    st.tuples(RANGES, RANGES),
)


@given(FORMULAS)
@settings(max_examples=60)
def test_what_is_called_stronger_implies_the_unaltered(formula: Expression) -> None:
    true = Instance(0).shown(formula)
    assert true is not Instance(0).refuted(formula)
    for mutant in mutants(formula):
        if mutant.stronger and not true:
            assert Instance(0).refuted(mutant.of(formula)), mutant.change


z, halves = real("z"), mixture(Fraction(1, 3), point(1), point(-2))


@pytest.mark.parametrize(
    ("formula", "holds"),
    [(equal(z**2 + z, 2), True), (less(z, 1), False), (less(1, z), False), (at_most(-2, z), True)],
)
def test_what_almost_every_draw_does_is_looked_at_in_all_points(formula: Expression, holds: bool) -> None:
    surely = almost_every(z, halves, formula)
    assert (Instance(0).shown(surely), Instance(0).refuted(surely)) == (holds, not holds)
    (everywhere,) = (mutant.of(surely) for mutant in mutants(surely) if mutant.place.kind is Kind.QUANTIFIER)
    assert everywhere == for_all(z, REALS, formula)


def test_points_without_probability_are_no_draws() -> None:
    seldom = mixture(0, point(1), point(-2))
    assert Instance(0).shown(almost_every(z, seldom, equal(z, -2)))
    unknown = for_all(law("μ"), moments(0), almost_every(z, law("μ"), equal(z, z)))
    assert not Instance(0).refuted(unknown)


def altered_so(formula: Expression, change: str, kind: Kind) -> Mutant:
    """The first mutant of a kind that is altered in some way."""
    return next(each for each in mutants(formula) if each.change == change and each.place.kind is kind)


def bounded() -> Theorem:
    """`∀x ∈ (0, ∞): 0 ≤ y ∧ y ≤ 1 ⇒ 0 < x + y`, by a lemma."""
    inside, supposed = member(x, POSITIVE), conjunction(at_most(0, y), at_most(y, 1))
    lemma = generalise(inside, signed(less(0, 2 * x), (meant(assume(inside)),)))
    double = instantiate(lemma, assume(inside))
    least = signed(less(0, x + y), (double, part(0, assume(supposed))))
    return generalise(inside, discharge(supposed, least))


def test_a_hypothesis_that_is_not_used_falls_and_one_that_is_used_stops_the_proof() -> None:
    theorem = bounded()
    used, idle = (each for each in mutants(theorem.conclusion) if each.change == "dropped")
    found = carried_over(theorem, idle.path, idle.alter)
    assert (found.conclusion, found.hypotheses) == (idle.of(theorem.conclusion), frozenset())
    with pytest.raises(Stops) as refused:
        carried_over(theorem, used.path, used.alter)
    assert refused.value.rule == "sign"


def test_a_lemma_is_carried_over_to_a_larger_domain_as_far_as_it_is_true_there() -> None:
    theorem = bounded()
    larger = altered_so(theorem.conclusion, "(0, ∞) becomes [0, ∞)", Kind.DOMAIN)
    with pytest.raises(Stops) as refused:
        carried_over(theorem, larger.path, larger.alter)
    assert refused.value.rule == "sign"
    inside = member(x, POSITIVE)
    lemma = generalise(inside, signed(at_most(0, 2 * x), (meant(assume(inside)),)))
    again = generalise(inside, conjoin(instantiate(lemma, assume(inside))))
    assert carried_over(again, (0,), larger.alter).conclusion == for_all(x, NONNEGATIVE, conjunction(at_most(0, 2 * x)))


def test_values_are_those_of_the_other_evaluator() -> None:
    j, k, state = real("j"), real("k"), matrix_letter("S")
    table = matrix(j, k, (2, 2), indicator(less(j, k)) + j / (k + 1))
    steps = iterated(state, n, product(state, table), identity_matrix(2), 3)
    corners = cell(product(table, table), 2, 1), cell(steps, 1, 2)
    for term in (*corners, total(n, 1, 4, n**2 / (n + 1)), expectation(x, point(Fraction(2, 3)), x**3 - x)):
        found = Instance(0).value(term, ())
        law = ((Fraction(1), Fraction(2, 3)),)
        other = replaced(term, point(Fraction(2, 3)), Variable("law", Sort.LAW))
        assert Fraction(int(found.p), int(found.q)) == value(other, {"law": law})


def test_a_false_formula_is_refuted_at_an_instance_and_a_true_one_at_none() -> None:
    square = for_all(x, REALS, implies(less(1, x), less(x, x**2)))
    every = tuple(mutants(square))
    found, fault = false_somewhere(square, every)
    ends = {mutant.change: found[n][0] for n, mutant in enumerate(every) if n in found}
    assert not fault
    assert {ends["dropped"], ends["< becomes ≤"], ends["denied"]} == {How.FALSE}
    assert "itself is false" in false_somewhere(for_all(x, REALS, less(0, x**2)), ())[1]


def test_what_divides_by_zero_on_a_larger_domain_means_nothing_there() -> None:
    formula = for_all(x, POSITIVE, equal(x / x, 1))
    every = tuple(mutants(formula))
    found, _ = false_somewhere(formula, every)
    assert found[next(n for n, each in enumerate(every) if each.place.kind is Kind.DOMAIN)][0] is How.MEANINGLESS


def test_another_limit_contradicts_the_theorem() -> None:
    formula = for_all(y, REALS, tends(x, POSITIVE, y + 1 / (x + 1), y))
    every = tuple(mutants(formula))
    found, _ = false_somewhere(formula, every)
    ends = {mutant.change: found[n][0] for n, mutant in enumerate(every) if n in found}
    assert ends["denied"] is ends["the right side one more"] is How.CONTRADICTED


def test_a_formula_of_a_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an inverse that is supposed from both sides one is idle; no conclusion is proved when it is another one."""
    monkeypatch.setattr(formula_score, "SECONDS", 0.5)
    claim = find("vonoswald2023b/woodbury")
    statement = formal_statement(claim)
    assert statement
    found = of_formula(claim, statement)
    proved = [one.mutant for one in found.found if one.how is How.PROVED]
    assert {"dropped"} <= {mutant.change for mutant in proved}
    assert {mutant.place.kind for mutant in proved} <= {Kind.HYPOTHESIS, Kind.DOMAIN}
    assert sum(one.how is How.FALSE for one in found.found) > 5
    record = formula_record([found], complete=False, seed=0)
    assert (faults([found]), record["passed"], record["mutants"]) == ([], True, len(found.found))
    assert f"proved as well: {claim.key}" in formula_lines([found])


def test_a_script_that_comes_to_no_end_says_nothing_of_the_altered_formula(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = find("vonoswald2023b/woodbury")
    statement = formal_statement(claim)
    assert statement
    proof = statement.make()
    assert defined_as_well(claim, statement, proof) == ""
    other = replace(proof, definedness=proof.theorem)
    monkeypatch.setattr(inverse_of_a_sum, "proof", lambda: other)
    assert defined_as_well(claim, statement, proof) == "its definedness is not what is proved"
    monkeypatch.setattr(inverse_of_a_sum, "proof", lambda: next(iter(())))
    assert defined_as_well(claim, statement, proof) is None
    monkeypatch.setattr(formula_score, "SECONDS", 0.5)
    proved = [one for one in of_formula(claim, statement).found if one.how is How.PROVED]
    assert NOT_KNOWN in {one.reason for one in proved}


def test_a_loss_at_a_number_that_is_no_fraction_is_not_known() -> None:
    statement = formal_statement(find("ahn2023/theorem-1"))
    assert statement
    loss = next(node for node in nodes(statement.goal) if node.head == "loss")
    with pytest.raises(Unknown, match="no fraction"):
        of_model(loss, (((flint.arb(2).sqrt(),),),))


SAMPLED = random.Random("altered formulas").sample(sorted(claim.key for claim in every_claim() if claim.formal), 16)


@pytest.mark.slow
@pytest.mark.parametrize("key", SAMPLED)
def test_no_formula_is_false_and_nothing_that_is_false_is_proved(key: str) -> None:
    claim = find(key)
    statement = formal_statement(claim)
    assert statement
    found = of_formula(claim, statement, most=40)
    assert faults([found]) == []
    assert {one.how for one in found.found} - {How.PROVED}


IN_WORDS = """
import sympy

from mesaproof.claims import Equality, Source, claim


@claim("mine/one", source=Source("me", "p", "0"), parts=(Equality("one", lambda: sympy.S.One, sympy.S.One),))
def one():
    \"\"\"One is one.\"\"\"
    yield from ()
"""


def test_a_claim_in_words_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "one.py"
    file.write_text(IN_WORDS, encoding="utf-8")
    with pytest.raises(InputError, match="a claim that is stated as a formula"):
        chosen(False, 1, 0, (str(file),))
    assert len(chosen(False, 3, 7, ())) == 3


@pytest.mark.slow
def test_the_command_prints_what_became_of_each() -> None:
    said = CliRunner().invoke(command, ["--formulas", "--only", "vonoswald2023b/woodbury", "--json"])
    record = json.loads(said.stdout)
    assert (said.exit_code, record["passed"], record["faults"], record["complete"]) == (0, True, [], False)
    assert record["mutants"] == sum(record[how] for how in How) == len(record["claims"][0]["mutants"])
