"""Given matrices and vectors, moments of draws and laws of coordinates in formulas: the values of an enumeration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

import proofs.declared_settings  # noqa: F401
from numeric_check.described import exact_gradient, exact_loss
from numeric_check.described.family_points import on_family
from symbolic.core.expressions import Expression, Node, Refused, Sort, written
from symbolic.core.rules.procedures import trusted
from symbolic.core.sorts import signature_of
from symbolic.core.vocabulary import equal, matrix, negation, real
from symbolic.goals.engine import (
    ENGINE,
    declare,
    gradient_formula,
    loss_anywhere_formula,
    loss_formula,
)
from symbolic.goals.explicit_values import exact_value
from symbolic.goals.stated import Stated
from symbolic.laws.atoms import Atoms
from symbolic.laws.coordinates import Finite
from symbolic.setting import (
    IID,
    AnyLaw,
    Family,
    Gaussian,
    Setting,
    Values,
    covariance,
    eye,
    given,
    parameter,
    scalar,
    size,
    time,
    total,
)
from symbolic.tactics.steps import replaced
from tests.symbolic.formula_values import value
from tests.symbolic.goals.test_formula_values import sides

d, M, i = size("d"), size("M"), time("i")
x, q, v = Gaussian("x", covariance("G", d)).each(i), AnyLaw(d, "q"), AnyLaw(d, "v")
A, b, f, c = parameter("A", [d]), parameter("b", [d], []), parameter("f", [], [d]), parameter("c", [], [])
B, w, y = given("B", [d]), given("w", [d], []), given("y", [], [d])
g = Gaussian("g", eye(d))
z, p, u = IID("z", d, centred=False), AnyLaw(d, "p").each(i), given("u", [d], [])

SETTINGS = {
    "moments-and-givens": Setting(
        "moments-and-givens",
        sizes=(d, M),
        draws=(x, q, v),
        parameters=(A,),
        prediction=lambda: total((v.H @ x[i]) * x[i], i, 1, M).H @ A @ q / M + w.H @ A @ q,
        target=lambda: y @ B @ q + v.H @ q,
        families={"any": Family(A=given("R", [d]))},
    ),
    "samples-of-any-law": Setting(
        "samples-of-any-law",
        sizes=(d, M),
        draws=(p, q),
        parameters=(A,),
        prediction=lambda: total((w.H @ p[i]) * p[i], i, 1, M).H @ A @ q / M,
        target=lambda: w.H @ q + (u.H @ q) * (u.H @ q),
        families={"any": Family(A=given("R", [d]))},
    ),
    "lengths-of-samples": Setting(
        "lengths-of-samples",
        sizes=(d, M),
        draws=(p, q, g),
        parameters=(A,),
        prediction=lambda: total((g.H @ p[i]) * p[i], i, 1, M).H @ A @ q / M,
        target=lambda: g.H @ q,
        families={"any": Family(A=given("R", [d]))},
    ),
    "vectors-and-a-number": Setting(
        "vectors-and-a-number",
        sizes=(d, M),
        draws=(x,),
        parameters=(b, f, c),
        prediction=lambda: (b.H @ B @ x[M]) + (f @ x[1]) * (y @ w) + c * (w.H @ x[M]),
        target=lambda: y @ x[1],
        families={"any": Family(c=scalar("a"))},
    ),
    "coordinates": Setting(
        "coordinates",
        sizes=(d,),
        draws=(z,),
        parameters=(A,),
        prediction=lambda: z.H @ A @ z,
        target=lambda: z.H @ B @ z + w.H @ z,
        families={"any": Family(A=given("R", [d]))},
    ),
}
for key, each in SETTINGS.items():
    declare(key, lambda each=each: each)  # type: ignore[misc]

POINTS = ((Fraction(1, 3), (1, -2)), (Fraction(2, 3), (Fraction(1, 2), 1)))
OTHERS = ((Fraction(1, 4), (1, 2)), (Fraction(3, 4), (Fraction(-1, 2), 3)))
NUMBERS = ((Fraction(2, 5), Fraction(-1)), (Fraction(3, 5), Fraction(2)))
ROWS: Mapping[str, Any] = {
    "G": ((2, Fraction(1, 2)), (Fraction(1, 2), 1)),
    "B": ((1, -1), (3, Fraction(1, 2))),
    "R": ((Fraction(1, 2), 2), (-3, 1)),
    "w": ((2,), (-1,)),
    "u": ((Fraction(1, 3),), (4,)),
    "y": ((1, Fraction(-3, 2)),),
    "t": ((-2, 5),),
}


def exact(rows: Any) -> Any:
    return tuple(tuple(Fraction(each) for each in row) for row in rows)


def known(key: str) -> dict[str, Any]:
    """What formulas call by name, at two coordinates and two samples."""
    laws = iter((POINTS, OTHERS))
    found = {name: exact(rows) for name, rows in ROWS.items()}
    found |= {name: Fraction(2) for name in ("d", "M")} | {"j": Fraction(1), "k": Fraction(1), "a": Fraction(3)}
    for law in Stated(SETTINGS[key], "any").laws:
        found[law.name] = NUMBERS if key == "coordinates" else _sequences(next(laws))
    return found


def _sequences(atoms: Any) -> Any:
    return tuple((weight, {n: Fraction(each) for n, each in enumerate(place, start=1)}) for weight, place in atoms)


def point(key: str) -> Values:
    """The same numbers, as the second route takes them."""
    setting, laws = SETTINGS[key], iter((POINTS, OTHERS))
    named = zip((draw.name for draw in setting.drawn if draw.name in "pqv"), laws, strict=False)
    drawn: dict[str, Any] = {name: Atoms.of([p for _, p in law], [m for m, _ in law]) for name, law in named}
    if key == "coordinates":
        drawn["z"] = Finite(tuple((each, weight) for weight, each in NUMBERS))
    letters = {*setting.given, *setting.families["any"].letters}
    return on_family(
        setting,
        "any",
        Values(
            {each.name: 2 for each in setting.sizes},
            covariances={name: exact(ROWS[name]) for name in setting.covariances},
            scalars=dict.fromkeys(setting.families["any"].scalars, Fraction(3)),
            matrices={name: exact(ROWS[name]) for name in letters},
            laws=drawn,
        ),
    )


@pytest.mark.parametrize("key", SETTINGS)
def test_words_have_the_values_of_an_enumeration(key: str) -> None:
    at = point(key)
    equation, names = sides(loss_formula(key, "any"), known(key))
    assert value(equation.parts[1], names) == exact_loss(SETTINGS[key], at) != 0


@pytest.mark.parametrize("key", ["moments-and-givens", "lengths-of-samples", "vectors-and-a-number"])
def test_gradients_have_the_values_of_an_enumeration(key: str) -> None:
    gradient = exact_gradient(SETTINGS[key], point(key))
    for block in SETTINGS[key].blocks:
        equation, names = sides(gradient_formula(key, "any", block), known(key))
        found = value(equation.parts[1], names)
        rows = exact(gradient[block])
        assert found == (rows[0][0] if block == "c" else rows)


def test_a_loss_at_all_blocks_is_in_words_too() -> None:
    key = "vectors-and-a-number"
    blocks = {"b": exact(ROWS["u"]), "f": exact(ROWS["t"]), "c": exact(((Fraction(2, 3),),))}
    at = replace(point(key), parameters=blocks)
    equation, names = sides(loss_anywhere_formula(key), known(key) | blocks)
    assert value(equation.parts[1], names) == exact_loss(SETTINGS[key], at) != 0


def explicit(rows: Any) -> Expression:
    """A matrix that is written, of one column or of one entry."""
    j = real("j")
    summands = tuple(each * _at(j, n, len(rows)) for n, (each,) in enumerate(exact(rows), start=1))
    return matrix(j, real("k"), (len(rows), 1), Node("add", summands))


def _at(j: Expression, n: int, count: int) -> Expression:
    return written(1) if count == 1 else (j - 1 if n == 2 else 2 - j)


def test_a_loss_at_explicit_vectors_is_exact() -> None:
    e, u = Gaussian("e", 1), given("u", [d], [])
    setting = Setting(
        "explicit-vectors",
        sizes=(d,),
        draws=(e,),
        parameters=(b,),
        prediction=lambda: (b.H @ u) * e,
        target=lambda: e,
    )
    declare(setting.key, lambda: setting)
    model = Stated(setting).model
    loss = model.loss(written(2), explicit(ROWS["u"]), explicit(ROWS["w"]))
    at = Values({"d": 2}, matrices={"u": exact(ROWS["u"])}, parameters={"b": exact(ROWS["w"])})
    assert exact_value(loss).conclusion == equal(loss, exact_loss(setting, at))


def test_coordinates_have_moments_and_conditions() -> None:
    s = IID("s", d)
    setting = Setting(
        "centred-coordinates",
        sizes=(d,),
        draws=(s,),
        parameters=(A,),
        prediction=lambda: w.H @ A @ s,
        target=lambda: (w.H @ s) * (w.H @ s),
        families={"any": Family(A=given("R", [d]))},
    )
    declare(setting.key, lambda: setting)
    formula = loss_formula(setting.key, "any")
    assert trusted(ENGINE, formula).conclusion == formula
    with pytest.raises(Refused):
        trusted(ENGINE, unconditional(formula))


def unconditional(formula: Expression) -> Expression:
    """A formula without the condition of the implication in it."""
    if not isinstance(formula, Node):
        return formula
    if formula.head == "implies":
        return formula.parts[1]
    return Node(formula.head, tuple(map(unconditional, formula.parts)), formula.value, formula.hints)


def test_only_what_is_derived_is_a_theorem() -> None:
    found = loss_formula("moments-and-givens", "any")
    for formula in (found, gradient_formula("moments-and-givens", "any", "A")):
        assert trusted(ENGINE, formula).conclusion == formula
    assert signature_of(next(_losses(found))).data == (
        ("q", Sort.VECTOR_LAW),
        ("v", Sort.VECTOR_LAW),
        *((name, Sort.MATRIX) for name in ("G", *SETTINGS["moments-and-givens"].given)),
    )
    for altered in (widened(found), replaced(found, written(Fraction(1, 2)), written(3)), negation(found)):
        assert altered != found
        with pytest.raises(Refused):
            trusted(ENGINE, altered)


def widened(formula: Expression) -> Expression:
    """A formula in which vectors are square matrices."""
    match formula:
        case Node(head="matrices", parts=(rows, columns)) if written(1) in (rows, columns):
            return Node("matrices", (real("d"),) * 2)
        case Node(head=head, parts=inside, value=number, hints=hints):
            return Node(head, tuple(map(widened, inside)), number, hints)
    return formula


def _losses(formula: Expression) -> Any:
    if isinstance(formula, Node):
        if formula.head == "loss":
            yield formula
        for part in formula.parts:
            yield from _losses(part)
