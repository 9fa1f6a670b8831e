"""Expressions that are not well formed, and captures: no rule takes or makes them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Index, Node, Refused, Sort, Variable, bound, fresh, opened, written
from symbolic.core.rules.logic import assume, conjoin, generalise, instantiate, reflexive
from symbolic.core.sorts import sort_of
from symbolic.core.vocabulary import (
    FALSE,
    NONNEGATIVE,
    POSITIVE,
    REALS,
    TRUE,
    System,
    at_most,
    average,
    conjunction,
    disjunction,
    equal,
    exists,
    for_all,
    function,
    implies,
    integers_between,
    integers_from,
    law,
    less,
    mean,
    member,
    moments,
    negation,
    normal,
    point,
    real,
    root,
    tends,
    total,
)
from symbolic.tactics.steps import belonging

x = real("x")
y, z = map(real, ("_0", "_1"))
"""Two of them called as the checkers call their own variables, which no rule may mix up with them."""
μ = law("μ")

made: Any = Node
named: Any = Variable
"""To write what no type checker lets pass."""

MALFORMED: dict[str, Callable[[], Any]] = {
    "a loose index": lambda: equal(Index(0), 0),
    "a loose index below a binder": lambda: Node("for_all", (REALS, equal(Index(1), 0))),
    "an index below the first, which counts from the other end": lambda: Node("for_all", (REALS, equal(Index(-1), 0))),
    "a truth value as an index": lambda: Node("for_all", (REALS, equal(Index(False), 0))),
    "an index in the domain of its own binder": lambda: Node("for_all", (Node("integers_from", (Index(0),)), TRUE)),
    "an index beyond what a limit binds": lambda: Node("tends", (REALS, Index(1), x)),
    "an index beyond what a sum binds": lambda: equal(Node("total", (x, y, Index(1))), 0),
    "an index beyond what an average binds": lambda: member(
        Node("average", (x, Node("normal", (Index(1),)))), moments(1)
    ),
    "an average of a number": lambda: member(Node("average", (x, Index(0))), moments(1)),
    "an average of laws in the place of a number": lambda: equal(Node("average", (x, μ)), 0),
    "an index beyond what a mean binds": lambda: equal(Node("mean", (μ, Index(1))), 0),
    "an index beyond what an existence binds": lambda: Node("exists", (REALS, less(0, Index(1)))),
    "an index beyond what a flow binds": lambda: equal(Node("flow", (Index(1), x, y), 0), 0),
    "an index beyond what a field binds": lambda: Node("global", (Index(0), Index(2), x, y)),
    "an index beyond what a function binds": lambda: Node("abstraction", (Index(2),), 2),
    "an index in the domain of a limit": lambda: Node("tends", (Node("integers_from", (Index(0),)), x, x)),
    "an index in the lower bound of a sum": lambda: equal(Node("total", (Index(0), y, x)), 0),
    "an index in the start of a field": lambda: Node("global", (x, Index(0))),
    "an index in the limit": lambda: Node("tends", (REALS, x, Index(0))),
    "an index in the bounds of a sum": lambda: Node("total", (written(1), Index(0), x)),
    "an index in the start of a flow": lambda: Node("flow", (written(0), Index(0), written(1)), 0),
    "an index in the time of a flow": lambda: Node("flow", (written(0), x, Index(0)), 0),
    "an index in the law of a mean": lambda: Node("mean", (normal(Index(0)), x)),
    "a negative index": lambda: Node("for_all", (REALS, equal(Index(-1), 0))),
    "a number that is a float": lambda: made("number", (), 0.5),
    "a number that is a truth value": lambda: made("number", (), True),
    "a power that is a truth value": lambda: Node("power", (x,), True),
    "moments of a negative order": lambda: member(μ, moments(-1)),
    "moments of an order that is a truth value": lambda: member(μ, moments(True)),
    "moments of an order that is a fraction": lambda: member(μ, made("moments", (), Fraction(2))),
    "a negative power": lambda: x**-1,
    "a power that is a fraction": lambda: Node("power", (x,), Fraction(1, 2)),
    "a formula added": lambda: Node("add", (x, TRUE)),
    "a number asserted": lambda: conjunction(x),
    "a law compared": lambda: equal(μ, μ),
    "a law among the reals": lambda: member(μ, REALS),
    "a number with moments": lambda: member(x, moments(2)),
    "a mean over a number": lambda: mean(x, y, x),
    "a quantifier over a number": lambda: for_all(x, y, TRUE),
    "a real variable for a law": lambda: for_all(x, moments(2), less(0, x)),
    "a law variable for a number": lambda: for_all(μ, REALS, less(0, mean(x, μ, x))),
    "a limit along finitely many integers": lambda: tends(x, integers_between(0, 9), x, 0),
    "a limit along no integers": lambda: tends(x, integers_between(1, 0), x, 0),
    "a limit along laws": lambda: Node("tends", (moments(2), x, written(0))),
    "a component beyond the last": lambda: Node("flow", (written(0), x, written(1)), 1),
    "a component that is a truth value": lambda: Node("flow", (written(0), x, written(1)), False),
    "a flow without components": lambda: Node("flow", (written(1),), 0),
    "a field without components": lambda: Node("global"),
    "a field with a start too few": lambda: Node("global", (written(0), written(0), x)),
    "a function in a formula": lambda: negation(function(x, body=TRUE)),
    "a function of no variables": lambda: Node("abstraction", (x,), 0),
    "a function of a law": lambda: Node("abstraction", (REALS,), 1),
    "an unknown head": lambda: Node("believe", (x,)),
    "a known head with something to carry": lambda: Node("and", (), 1),
    "a relation with something to carry": lambda: Node("less", (x, y), 1),
    "a domain with something to carry": lambda: member(x, Node("reals", (), "1")),
    "a binder with something to carry": lambda: Node("mean", (μ, x), 1),
    "a variable for a formula": lambda: Node("not", (Variable("A", Sort.FORMULA),)),
    "a name that is no text": lambda: equal(named(0, Sort.REAL), 0),
    "a division of three": lambda: Node("divide", (x, y, z)),
    "a text as a term": lambda: made("negate", ("x",)),
}


@pytest.mark.parametrize("make", MALFORMED.values(), ids=MALFORMED)
def test_what_is_not_well_formed_is_refused_at_the_door(make: Callable[[], Any]) -> None:
    with pytest.raises(Refused):
        sort_of(make())
    with pytest.raises(Refused):
        assume(make())
    with pytest.raises(Refused):
        reflexive(make())


@pytest.mark.parametrize("value", [0, -1, None, True, Fraction(1)])
def test_a_function_of_no_number_of_variables_is_not_even_written(value: Any) -> None:
    with pytest.raises(Refused):
        made("abstraction", (x,), value)


WELL_FORMED = (
    equal(x, 0),
    for_all(x, REALS, equal(x, 0)),
    for_all(μ, moments(2), less(0, mean(x, μ, x**2))),
    tends(x, REALS, total(y, 1, x, y), 0),
    member(μ, moments(0)),
    less(0, System((x,), (x,), (y,)).at(z)[0] ** 0),
    System((x, y), (y, x * y), (z, z)).is_global,
    equal(System((x, y), (y, x * y), (z, z)).at(z)[1], root(x)),
)


@pytest.mark.parametrize("formula", WELL_FORMED)
def test_what_is_well_formed_is_taken(formula: Expression) -> None:
    assert sort_of(formula) is Sort.FORMULA
    assert assume(formula).conclusion == formula


def test_a_subclass_that_says_it_is_equal_to_everything_is_refused() -> None:
    class Liar(Node):
        __slots__ = ()

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 0

    with pytest.raises(Refused):
        assume(Liar("or"))
    with pytest.raises(Refused):
        assume(negation(Liar("or")))


def test_a_variable_that_says_it_is_another_one_is_refused() -> None:
    class Chameleon(Variable):
        __slots__ = ()

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return hash(x)

    class Slippery(Index):
        __slots__ = ()

    with pytest.raises(Refused):
        assume(Node("for_all", (REALS, equal(Slippery(0), 0))))
    with pytest.raises(Refused):
        assume(equal(Chameleon("y", Sort.REAL), 0))
    with pytest.raises(Refused):
        generalise(member(Chameleon("y", Sort.REAL), REALS), conjoin())


def test_names_of_bound_variables_do_not_count() -> None:
    assert for_all(x, REALS, equal(x, z)) == for_all(y, REALS, equal(y, z))
    assert for_all(x, REALS, equal(x, z)) != for_all(z, REALS, equal(z, z))


def test_a_free_variable_is_its_name_and_its_sort() -> None:
    assert real("a") != law("a")
    assert bound(equal(mean(x, law("a"), x), real("a")), (real("a"),)) == equal(mean(x, law("a"), x), Index(0))


def test_substitution_does_not_capture() -> None:
    """`∀x ∃y: x < y` at `y + 1` is about that y, not about the bound one."""
    theorem = assume(for_all(x, REALS, exists(y, REALS, less(x, y))))
    found = instantiate(theorem, belonging(y + 1, REALS))
    assert found.conclusion == exists(z, REALS, less(y + 1, z))
    assert found.conclusion != exists(y, REALS, less(y + 1, y))


def test_only_closed_terms_are_substituted() -> None:
    body = bound(exists(y, REALS, less(x, y)), (x,))
    with pytest.raises(Refused):
        opened(body, (Index(0),))
    with pytest.raises(Refused):
        opened(Node("less", (Index(0), Index(1))), (x,))
    with pytest.raises(Refused):
        bound(Index(0), (x,))


def test_a_fresh_variable_occurs_nowhere() -> None:
    taken = Variable("_0", Sort.REAL), Variable("_1", Sort.LAW)
    assert fresh(Sort.REAL, equal(taken[0], mean(x, taken[1], x))).name == "_2"


def test_a_sum_captures_nothing() -> None:
    """`Σ_{r=1}^{n} x r` at x = r stays a sum of multiples of the free r."""
    r, n = real("r"), real("n")
    body = bound(total(r, 1, n, x * r), (x,))
    assert opened(body, (r,)) == total(z, 1, n, r * z)


a, b = real("_2"), real("_3")
r = real("r")
FLOW = System((x, y), (y / a, x * y), (a, b))

DEFINED = {
    "nothing to show": (equal(x + y, 0), TRUE),
    "a division": (equal(x / y, 1), negation(equal(y, 0))),
    "a nested division": (
        equal(x / (y / z), 1),
        conjunction(negation(equal(z, 0)), negation(equal(y / z, 0))),
    ),
    "0/0 stays 0/0": (equal((x - x) / (x - x), 1), negation(equal(x - x, 0))),
    "what cancels is still divided by": (equal((x**2 - 1) / (x - 1), x + 1), negation(equal(x - 1, 0))),
    "a root": (equal(root(x), 1), at_most(0, x)),
    "a premise is used": (
        implies(less(0, x), equal(1 / x, 1)),
        implies(less(0, x), negation(equal(x, 0))),
    ),
    "but not the other way": (
        implies(equal(1 / x, 1), less(0, x)),
        negation(equal(x, 0)),
    ),
    "a conjunct is used by those behind it": (
        conjunction(less(0, x), equal(1 / x, 1)),
        implies(less(0, x), negation(equal(x, 0))),
    ),
    "and not by those before it": (conjunction(equal(1 / x, 1), less(0, x)), negation(equal(x, 0))),
    "a disjunct uses that the one before is false": (
        disjunction(equal(x, 0), equal(1 / x, 1)),
        implies(negation(equal(x, 0)), negation(equal(x, 0))),
    ),
    "a quantifier, over its whole domain": (
        for_all(x, POSITIVE, equal(1 / x, 1)),
        for_all(x, POSITIVE, negation(equal(x, 0))),
    ),
    "an existence too": (
        exists(x, NONNEGATIVE, equal(1 / x, 1)),
        for_all(x, NONNEGATIVE, negation(equal(x, 0))),
    ),
    "a limit, over its whole domain": (
        tends(x, NONNEGATIVE, 1 / x, 1 / y),
        conjunction(negation(equal(y, 0)), for_all(x, NONNEGATIVE, negation(equal(x, 0)))),
    ),
    "a domain": (
        for_all(x, integers_between(1 / y, 2), TRUE),
        negation(equal(y, 0)),
    ),
    "a sum": (
        equal(total(x, 1, y, 1 / x), 0),
        conjunction(
            member(1, Node("integers")),
            member(y, Node("integers")),
            for_all(x, integers_between(1, y), negation(equal(x, 0))),
        ),
    ),
    "a mean": (equal(mean(x, μ, x**3 * x - 1), 0), member(μ, moments(4))),
    "a mean of a constant": (equal(mean(x, μ, y), 0), member(μ, moments(0))),
    "a mean with a divisor": (
        equal(mean(x, μ, x / y), 0),
        conjunction(for_all(x, REALS, negation(equal(y, 0))), member(μ, moments(1))),
    ),
    "a mean of what is no polynomial": (
        equal(mean(x, μ, 1 / x), 0),
        conjunction(for_all(x, REALS, negation(equal(x, 0))), FALSE),
    ),
    "a mean of a root": (
        equal(mean(x, μ, root(x**4)), 0),
        conjunction(for_all(x, REALS, at_most(0, x**4)), FALSE),
    ),
    "a mean of a modulus": (
        equal(mean(x, μ, root(x**2)), 0),
        conjunction(for_all(x, REALS, at_most(0, x**2)), member(μ, moments(1))),
    ),
    "a flow": (
        equal(FLOW.at(z)[0], 0),
        conjunction(for_all(x, REALS, for_all(y, REALS, negation(equal(a, 0)))), at_most(0, z), FLOW.is_global),
    ),
    "a flow whose field has a pole": (
        less(0, System((x, r), (x / (x - r - y), r), (a, b)).at(z)[0]),
        conjunction(
            for_all(x, REALS, for_all(r, REALS, negation(equal(x - r - y, 0)))),
            at_most(0, z),
            System((x, r), (x / (x - r - y), r), (a, b)).is_global,
        ),
    ),
    "a quantifier beside another variable": (
        for_all(x, integers_between(y, z), less(0, 1 / (x - y - z))),
        for_all(x, integers_between(y, z), negation(equal(x - y - z, 0))),
    ),
    "a mean of a power beside another variable": (
        equal(mean(x, normal(y), z * x**2), 0),
        member(normal(y), moments(2)),
    ),
    "a mixture": (
        equal(mean(x, Node("mixture", (y, μ, μ)), x), 0),
        conjunction(at_most(0, y), at_most(y, 1), member(Node("mixture", (y, μ, μ)), moments(1))),
    ),
    "an average": (
        equal(mean(x, average(r, y, point(1 / (r - z))), x), 0),
        conjunction(
            member(y, integers_from(1)),
            for_all(r, integers_between(1, y), negation(equal(r - z, 0))),
            member(average(r, y, point(1 / (r - z))), moments(1)),
        ),
    ),
}


@pytest.mark.parametrize(("formula", "needs"), DEFINED.values(), ids=DEFINED)
def test_what_a_formula_needs(formula: Expression, needs: Expression) -> None:
    assert defined(formula) == needs


def test_what_a_field_needs_calls_its_variables_as_the_field_does() -> None:
    needs = defined(FLOW.is_global)
    _, inside = needs.parts
    assert isinstance(inside, Node)
    assert (needs.hints, inside.hints) == ((x.name,), (y.name,))


def test_an_open_formula_has_no_definedness() -> None:
    with pytest.raises(Refused):
        defined(equal(Index(0), 0))


def test_a_number_is_written_exactly() -> None:
    assert written(Fraction(1, 3)) == Node("number", (), Fraction(1, 3))


def forged_index(number: Any) -> Index:
    """An index as its constructor would not make it."""
    index = Index(0)
    object.__setattr__(index, "number", number)
    return index


@pytest.mark.parametrize("number", [-1, False, 0.0, "0"])
def test_an_index_that_was_changed_after_it_was_made_is_refused(number: Any) -> None:
    with pytest.raises(Refused, match="index"):
        sort_of(forged_index(number), (Sort.REAL,))


def test_what_a_shared_part_was_found_to_be_among_numbers_is_not_believed_among_laws() -> None:
    shared = less(0, Index(0))
    assert sort_of(Node("for_all", (REALS, shared))) is Sort.FORMULA
    with pytest.raises(Refused):
        sort_of(Node("for_all", (moments(2), shared)))


def test_expressions_stand_in_messages_in_short() -> None:
    assert (
        str(for_all(x, REALS, less(x**2, y + written(1) / 2)))
        == f"for_all(reals, less(power 2(#0), add({y}, divide(1, 2))))"
    )
    deep: Expression = x
    for _ in range(9):
        deep = -deep
    assert str(deep) == "negate(negate(negate(negate(negate(…)))))"
