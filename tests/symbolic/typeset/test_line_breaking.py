"""Formulas over several rows mean what they meant on one, and fit."""

from __future__ import annotations

import re
from functools import reduce

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symbolic.typeset.formulas import Call, Fence, Group, Mark, NotAFormula, Row, Scripts, parse, width
from symbolic.typeset.line_breaking import rows
from symbolic.typeset.printing import latex

NAMES = sympy.symbols("a b c x y z")
VALUES = dict(zip(NAMES, map(sympy.Rational, (2, 3, 5, 7, 11, 13)), strict=True))


def value(row: Row) -> sympy.Expr:
    """What a formula of these names comes to, read from its tree: sums of products, fractions, roots and powers."""
    factors: list[sympy.Expr] = []
    total, sign = sympy.Integer(0), 1
    for node in (*row, Mark("+")):
        if node in (Mark("+"), Mark("-")):
            total += sign * reduce(sympy.Mul, factors, sympy.Integer(1)) if factors else 0
            sign, factors = (1 if node == Mark("+") else -1), []
        elif node not in (Mark("\\cdot"), Group("{}", ())):
            factors.append(node_value(node))
    return total


def node_value(node: object) -> sympy.Expr:
    match node:
        case Mark(tex) if tex[0].isdigit():
            return sympy.Integer(int(tex))
        case Mark(tex):
            return VALUES[sympy.Symbol(tex)]
        case Fence(body=body) | Group(body=body):
            return value(body)
        case Scripts(base=base, above=(*power, Mark("/"), last)):
            return node_value(base) ** (value(tuple(power)) / node_value(last))
        case Scripts(base=base, above=above):
            return node_value(base) ** value(above)
        case Call(name="frac", arguments=(above, below)):
            return value(above) / value(below)
        case Call(name="sqrt", arguments=(body,)):
            return sympy.sqrt(value(body))
    raise AssertionError(node)


def together(broken: tuple[str, ...]) -> Row:
    """Rows as one formula again, delimiters of a fixed size as growing ones."""
    joined = re.sub(r"\\bigg?l", r"\\left", " ".join(broken))
    return parse(re.sub(r"\\bigg?r", r"\\right", joined))


ATOMS = st.sampled_from([*NAMES, sympy.Integer(2), sympy.Integer(17)])


def grown(parts: st.SearchStrategy[sympy.Expr]) -> st.SearchStrategy[sympy.Expr]:
    pairs = st.tuples(parts, parts)
    return st.one_of(
        st.lists(parts, min_size=2, max_size=5).map(lambda terms: sympy.Add(*terms)),
        pairs.map(lambda pair: pair[0] * (pair[1] + 3)),
        pairs.map(lambda pair: pair[0] / (pair[1] ** 2 + 1)),
        pairs.map(lambda pair: pair[0] - pair[1]),
        parts.map(lambda part: sympy.sqrt(part**2 + 1)),
        parts.map(lambda part: (part + 1) ** 2),
    )


@given(st.recursive(ATOMS, grown, max_leaves=14), st.sampled_from([12.0, 20.0, 45.0]))
def test_rows_together_have_the_value_of_the_formula(expression: sympy.Expr, room: float) -> None:
    tex = latex(expression)
    expected = sympy.N(expression.xreplace(VALUES), 40)
    assert abs(sympy.N(value(parse(tex)), 40) - expected) <= abs(expected) * sympy.Float("1e-30")
    assert abs(sympy.N(value(together(rows(tex, room))), 40) - expected) <= abs(expected) * sympy.Float("1e-30")


@given(st.lists(ATOMS, min_size=2, max_size=40), st.sampled_from([12.0, 20.0, 45.0]))
def test_rows_of_a_sum_fit(terms: list[sympy.Expr], room: float) -> None:
    tex = " + ".join(latex(term) for term in terms)
    assert all(width(parse(row)) <= room for row in rows(tex, room))
    assert (len(rows(tex, room)) == 1) == (width(parse(tex)) <= room)


def test_fractions_and_roots_that_do_not_fit_become_powers() -> None:
    long = " + ".join("abcxyz" * 3)
    for tex in (
        rf"\frac{{{long}}}{{2}}",
        rf"\frac{{{long}}}{{{long}}}",
        rf"\sqrt{{{long}}}",
        rf"\left({long}\right)^{{2}}",
    ):
        broken = rows(tex, 16)
        assert len(broken) > 2
        assert all(width(parse(row)) <= 16 for row in broken)
        assert sympy.simplify(value(together(broken)) - value(parse(tex))) == 0


def test_nothing_is_put_between_a_function_and_its_argument() -> None:
    long = " + ".join("abcxyz" * 3)
    for head in (r"\log", r"\operatorname{sign}", r"\sum_{r}", r"\frac{d}{ds}", r"\mathbb{E}"):
        first, *_ = rows(rf"{head} \left({long}\right)", 16)
        assert first.startswith(head)
        assert "(" in first


def test_brackets_keep_what_stands_below_and_above_them() -> None:
    """Brackets with an index, as of a block, are opened on one row and closed on another, with the index there."""
    tex = r"\left[a + b + c + x + y + z\right]_{1}^{2}"
    broken = rows(tex, 7)
    assert len(broken) > 1
    assert broken[-1].endswith(r"\bigr]_{1}^{2}")
    assert "".join(together(broken)[-1].tex.split()).count("_{1}^{2}") == 1


@pytest.mark.parametrize("tex", ["{a", "a}", r"\left(a", r"a \right)", r"\frac{a}", r"\text{a"])
def test_unmatched_braces_are_refused(tex: str) -> None:
    with pytest.raises(NotAFormula):
        parse(tex)


def test_a_fraction_that_begins_with_d_is_no_derivative() -> None:
    """It is broken inside, as every other one; a derivative stays with what is derived."""
    tex = r"\frac{d \left(a + b + c + d + e + f + g + h\right)}{2}"
    assert width(parse(tex)) > 9
    assert all(width(parse(row)) <= 9 for row in rows(tex, 9))
    assert rows(r"\frac{d}{d\tau} \left(a + b + c + d\right)", 9)[0].startswith(r"\frac{d}{d\tau}")
