"""The claims about the reduced flow: what they find, and that altered statements are refused."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
import sympy

from mesaproof.reading.law_spec import law_at
from proofs.catalogue import find
from proofs.claim import Claim
from proofs.parts import Settled
from proofs.zheng2024.flow import reduced_flow_basins, reduced_flow_solution
from proofs.zheng2024.flow.flow_route import trained
from proofs.zheng2024.flow.line_flow import DEFINITIONS, constants
from proofs.zheng2024.notation import a, b, c1, c2
from symbolic.algebra.notation import T, tau
from symbolic.decide.outcomes import Fails, Holds
from symbolic.expectation.moments import at_law

FORMAL = {rule.right: rule.left for rule in DEFINITIONS}

NAMES = ("portrait", "basins", "solution", "rate")
KEYS = (*(f"zheng2024/reduced-flow-{name}" for name in NAMES), "zheng2024/remark-initialisation-repaired")
SETTLED = [(find(key), part) for key in KEYS for part in find(key).parts if isinstance(part, Settled)]


def label(value: Any) -> str:
    return value.key.partition("/")[2] if isinstance(value, Claim) else value.name


def altered(statement: Any) -> Iterator[Any]:
    """Statements with one row left out or twice, two neighbours exchanged, or one leaf changed, at any depth."""
    if isinstance(statement, tuple):
        for n, item in enumerate(statement):
            yield (*statement[:n], *statement[n + 1 :])
            yield (*statement[: n + 1], *statement[n:])
            for other in altered(item):
                yield (*statement[:n], other, *statement[n + 1 :])
    elif isinstance(statement, int):
        yield from (statement + 1, -statement - 1)
    elif isinstance(statement, sympy.core.relational.Relational):
        yield from (statement.negated, statement.func(statement.lhs - 1, 0))
    else:
        yield from (statement + 1, 2 * statement + b, statement.xreplace({a: b, b: a, c1: c2, c2: c1}) + a)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("most", [5, pytest.param(None, marks=pytest.mark.slow)], ids=["some", "all"])
@pytest.mark.parametrize(("claim", "part"), SETTLED, ids=label)
def test_a_statement_holds_and_altered_it_is_refused(claim: Claim, part: Settled, most: int | None) -> None:
    """Of the altered ones some that lie evenly among them, or all."""
    assert isinstance(part.settle(part.statement), Holds)
    others = [other for other in altered(part.statement) if shape(other) == shape(part.statement)]
    assert len(others) >= 4
    chosen = others[:: -(-len(others) // most) if most else 1]
    assert [other for other in chosen if isinstance(part.settle(other), Holds)] == []


def shape(statement: Any) -> Any:
    """Lengths of rows, so that only statements of the form that the procedure reads are tried."""
    return tuple(map(shape, statement)) if isinstance(statement, tuple) else ()


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("claim", "part"), SETTLED, ids=label)
def test_a_missing_row_is_refused(claim: Claim, part: Settled) -> None:
    for n in range(len(part.statement)):
        rest = (*part.statement[:n], *part.statement[n + 1 :])
        answer = part.settle(rest)
        assert isinstance(answer, Fails), rest
        assert answer.witness


def test_the_remark_fails_at_the_starts_of_the_papers_figure() -> None:
    (part,) = (part for part in find("zheng2024/remark-initialisation").parts if isinstance(part, Settled))
    answer = part.settle(part.statement)
    assert isinstance(answer, Fails)
    assert "(1/10, 1/10) and (2, 2)" in answer.witness
    assert "(1/8, 1/2) and (7/8, 1)" in answer.witness
    starts, limits = part.statement
    assert isinstance(part.settle((starts[:2], limits)), Fails), "the grid has pairs too"


def test_a_wrong_limit_is_not_taken_for_a_shared_one() -> None:
    (part,) = (part for part in find("zheng2024/remark-initialisation").parts if isinstance(part, Settled))
    answer = part.settle((part.statement[0], (a, b)))
    assert isinstance(answer, Fails)
    assert "is stated" in answer.because


def test_a_witness_of_the_partition_is_a_start_with_another_limit() -> None:
    above, below, on = reduced_flow_basins.PARTITION
    answer = reduced_flow_basins.partition((above, (below[0], above[1]), on))
    assert isinstance(answer, Fails)
    assert "a = 0, b = -1" in answer.witness


@pytest.mark.sampled(2)
@pytest.mark.parametrize("law", ["gaussian(sigma=1/2)", "sparse(c=2)"])
@pytest.mark.parametrize("start", [(0.75, -1.25), (-0.5, 0.25), (0.0, 1.0), (1.5, 0.5)], ids=str)
def test_time_course_is_that_of_the_full_model(law: str, start: tuple[float, float]) -> None:
    """All six blocks trained from the line, against the stated course at a start with a² ≠ b²."""
    exact, time = law_at(law, 2), Fraction(1, 8)
    values = {symbol: at_law(value.xreplace(FORMAL), exact).subs(T, 4) for symbol, value in constants().items()}
    point = {a: sympy.Rational(start[0]), b: sympy.Rational(start[1]), tau: sympy.Rational(1, 8)}
    ((_, (squared, product)), _) = reduced_flow_solution.COURSE
    one, other = trained(exact, 2, 4, {"a": start[0], "b": start[1]}, float(time))
    assert float(product.xreplace(values | point)) == pytest.approx(one * other, rel=1e-10, abs=1e-12)
    assert float(squared.xreplace(values | point)) == pytest.approx((one + other) ** 2, rel=1e-10)


def test_the_logistic_course_belongs_to_equal_scalars_only() -> None:
    off, on = reduced_flow_solution.COURSE
    logistic = a**2 * c1 / reduced_flow_solution.LOGISTIC
    assert isinstance(reduced_flow_solution.time_course(((off[0], (off[1][0], logistic)), on)), Fails)
