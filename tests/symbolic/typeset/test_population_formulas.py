"""What is printed of losses and gradients means what was derived: the text is read again and computed with."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import given as given_by_hypothesis

from mesaproof.reading.law_spec import law_at
from proofs.zhang2024.setting import ZHANG
from proofs.zheng2024.setting import ZHENG
from symbolic.laws.atoms import Atoms
from symbolic.model.contraction import Numbers
from symbolic.model.derived_model import Derived
from symbolic.model.graphs import Graph
from symbolic.model.terms import Factor, Kind
from symbolic.setting import (
    IID,
    AnyLaw,
    Array,
    Family,
    Gaussian,
    Setting,
    Time,
    Values,
    block,
    covariance,
    eye,
    given,
    ones,
    parameter,
    scalar,
    size,
    time,
    total,
)
from symbolic.setting.affine import Affine
from symbolic.setting.nodes import ONE
from symbolic.setting.point import Matrix
from symbolic.setting.randomness import Draw, GaussianDraw, IIDDraw
from symbolic.typeset.displays import Equation
from symbolic.typeset.formulas import parse, width
from symbolic.typeset.index_sums import index_sum
from symbolic.typeset.layout import ROOM
from symbolic.typeset.population_formulas import gradient_equations, loss_equation, written_for
from symbolic.typeset.screen_text import with_letters
from tests.symbolic.setting.strategies_of_settings import Drawn, drawn_settings
from tests.symbolic.typeset.formula_reader import Meaning, value_of
from tests.symbolic.typeset.latex_as_text import as_text

d, N = size("d"), size("N")
i = time("i")


def forms() -> Setting:
    """Quadratic forms of independent coordinates: products that are no words."""
    x, e = IID("x", d, symmetric=True), IID("e")
    U, v = parameter("U", [d]), parameter("v", [d], [])
    return Setting(
        "forms",
        sizes=(d,),
        draws=(x, e),
        parameters=(U, v),
        prediction=lambda: x.H @ U @ x + v.H @ x,
        target=lambda: e,
        families={
            "multiples": Family(U=scalar("a") * eye(d), v=ones(d)),
            "rank": Family(U=ones(d, d), v=given("w", [d], [])),
        },
    )


def means() -> Setting:
    """Samples with a mean, a matrix that is given, a row, and a sum of all entries."""
    x, y = Gaussian("x", covariance("S", d), given("mu", [d], [])).each(i), Gaussian("y", covariance("R", d))
    A, u = given("A", [d]), parameter("u", [], [d])
    B = parameter("B", [d])
    return Setting(
        "means",
        sizes=(d, N),
        draws=(x, y),
        parameters=(u, B),
        prediction=lambda: u @ total(x[i], i, 1, N) / N + ones(d).H @ B @ A @ y,
        target=lambda: ones(d).H @ y,
        families={"row": Family(u=given("g", [], [d]), B=scalar("b") * given("C", [d]))},
    )


def any_law() -> Setting:
    """Formal moments without different coordinates."""
    z, W = AnyLaw(d, "z"), parameter("W", [d])
    return Setting("any_law", sizes=(d,), draws=(z,), parameters=(W,), prediction=lambda: W @ z, target=lambda: z)


def mixed() -> Setting:
    """A vector by which the gradient has words and sums over indices at once."""
    w, x, v = AnyLaw(d, "w"), Gaussian("x", covariance("S", d)), parameter("v", [d], [])
    return Setting(
        "mixed",
        sizes=(d,),
        draws=(w, x),
        parameters=(v,),
        prediction=lambda: (v.H @ w) * (w.H @ w) + v.H @ x,
        target=lambda: w.H @ x,
    )


def weighted() -> Setting:
    """Geometric weights on the samples, and a noise."""
    T, t = size("T", at_least=2), time("t")
    x, w, e = Gaussian("x", eye(d)).each(i), Gaussian("w", eye(d)), Gaussian("e", scalar("sigma") ** 2).each(i)
    W, gamma = parameter("W", [d, 1]), scalar("gamma")

    def prediction(t: Time) -> Array:
        context = total((w.H @ x[i] + e[i]) * x[i] * gamma ** (t - i), i, 1, t)
        return context.H @ block(W, 1, 1) @ x[t + 1]

    return Setting(
        "weighted",
        sizes=(d, T),
        draws=(x, w, e),
        parameters=(W,),
        prediction=prediction,
        target=lambda t: w.H @ x[t + 1],
        over=(t, 1, T),
    )


SETTINGS: Mapping[str, Callable[[], Setting]] = {
    "zhang": lambda: ZHANG,
    "zheng": lambda: ZHENG,
    "forms": forms,
    "means": means,
    "any law": any_law,
    "weighted": weighted,
    "mixed": mixed,
}


def drawn(rng: random.Random, rows: int, columns: int) -> Matrix:
    return tuple(tuple(Fraction(rng.randint(-4, 4), rng.randint(1, 3)) for _ in range(columns)) for _ in range(rows))


def symmetric(rng: random.Random, n: int) -> Matrix:
    root = drawn(rng, n, n)
    return tuple(tuple(sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0)) for b in root) for a in root)


def law(draw: Draw, d: int, rng: random.Random) -> Any:
    """A law without symmetries, or one that the draw promises."""
    if isinstance(draw, IIDDraw):
        return law_at("uniform" if draw.symmetric else "twopoint(2:1/3, -1:2/3)", d if draw.axis else 1)
    return Atoms.of([drawn(rng, 1, d)[0] for _ in range(3)], [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)], "atoms")


def point(setting: Setting, family: Family | None, sizes: Mapping[str, int], seed: int) -> Values:
    """Values for everything that a setting and a family leave open."""
    rng = random.Random(seed)
    letters = {**setting.given, **(family.letters if family else {})}
    shapes = {name: letter.blocks[name] for name, letter in letters.items()} | dict(setting.blocks)
    matrices = {name: drawn(rng, *(axis.value(sizes) for axis in axes)) for name, axes in sorted(shapes.items())}
    scalars = {*setting.scalars, *(family.scalars if family else ())}
    return Values(
        sizes,
        {name: symmetric(rng, axis.value(sizes)) for name, axis in sorted(setting.covariances.items())},
        {name: Fraction(rng.randint(1, 5), 2) for name in sorted(scalars)},
        {name: matrices[name] for name in letters},
        {draw.name: law(draw, sizes["d"], rng) for draw in setting.drawn if not isinstance(draw, GaussianDraw)},
        {name: matrices[name] for name in setting.blocks},
    )


def meaning(setting: Setting, values: Values) -> Meaning:
    matrices = {**values.parameters, **values.matrices, **values.covariances}
    numbers = {name: rows[0][0] for name, rows in matrices.items() if len(rows) == len(rows[0]) == 1}
    numbers |= {name: Fraction(n) for name, n in values.sizes.items()} | dict(values.scalars)
    return Meaning(numbers, matrices, values.sizes["d"], values.laws)


CASES = [
    (name, family, sizes)
    for name, sizes in (
        ("zhang", {"d": 2, "N": 3}),
        ("zhang", {"d": 3, "N": 1}),
        ("zheng", {"d": 2, "T": 5}),
        ("zheng", {"d": 3, "T": 3}),
        ("forms", {"d": 2}),
        ("means", {"d": 2, "N": 3}),
        ("any law", {"d": 2}),
        ("weighted", {"d": 2, "T": 3}),
        ("mixed", {"d": 2}),
    )
    for family in (None, *SETTINGS[name]().families)
    if name != "zheng" or family
]


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("name", "held", "sizes"), CASES)
def test_what_is_printed_means_what_was_derived(name: str, held: str | None, sizes: Mapping[str, int]) -> None:
    setting = SETTINGS[name]()
    family = setting.families[held] if held else None
    demand_meaning(setting, family, point(setting, family, sizes, seed=7))


@pytest.mark.parametrize("examples", [1, pytest.param(10, marks=pytest.mark.slow)])
def test_what_is_printed_of_any_model_means_what_was_derived(examples: int) -> None:
    @settings(max_examples=examples, phases=[Phase.generate], database=None)
    @given_by_hypothesis(drawn=drawn_settings())
    def look(drawn: Drawn) -> None:
        demand_meaning(drawn.setting, None, drawn.values)

    look()


def test_a_sum_over_the_entries_of_a_vector_m_has_another_index() -> None:
    """It was written `sum_{m} m[m]^4`, whose index is the vector's name."""
    fourth = Graph((Affine.of({"d": 1}),), 4 * (Factor(Kind.ENTRY, "m", (0,)),), frozenset(), ())
    assert index_sum(fourth).text == "sum_{n} m[n]^4"


def demand_meaning(setting: Setting, family: Family | None, values: Values) -> None:
    """The text of the loss and of every entry of the gradient has the exact value of their terms."""
    found = Derived(setting).on(family) if family else Derived(setting)
    written = written_for(setting, family)
    read, numbers = meaning(setting, values), Numbers(setting, values)
    total_loss = loss_equation(found.terms, written).right
    assert value_of(total_loss.text, read) == ((numbers.loss(found.terms),),)
    assert value_of(as_text(total_loss.latex, names_of(read)), read) == ((numbers.loss(found.terms),),)
    for block_, equations in gradient_equations(found.gradient, setting.blocks, written).items():
        shape = setting.blocks[block_]
        sides = [n for n, axis in enumerate(shape) if axis != ONE]
        for p, row in enumerate(numbers.matrix(found.gradient[block_], shape)):
            for q, expected in enumerate(row):
                assert entry_at(equations, (p, q), sides, read) == expected, [e.text for e in equations]


@pytest.mark.parametrize(("name", "held", "sizes"), CASES)
def test_rows_fit_and_latex_is_a_formula(name: str, held: str | None, sizes: Mapping[str, int]) -> None:
    setting = SETTINGS[name]()
    family = setting.families[held] if held else None
    found = Derived(setting).on(family) if family else Derived(setting)
    written = written_for(setting, family)
    gradient = gradient_equations(found.gradient, setting.blocks, written)
    for equation in (loss_equation(found.terms, written), *(e for block_ in gradient.values() for e in block_)):
        assert max(map(len, equation.lines(80))) <= 80
        assert "".join("".join(equation.lines(80)).split()) == "".join(with_letters(equation.text).split())
        assert parse(equation.latex)
        assert all(width(parse(row.replace("&", ""))) <= ROOM + 3 for row in equation.latex_rows())


def entry_at(equations: Sequence[Equation], place: tuple[int, int], sides: Sequence[int], read: Meaning) -> Fraction:
    """The entry that equations for a whole block, or for its entries on and off the diagonal, give."""
    for equation in equations:
        _, bracket, letters = equation.left.text.partition("[")
        if not equation.terms:
            return Fraction(0)
        if not bracket:
            return both(equation, read)[place[0]][place[1]]
        indices = letters.rstrip("]").split(",")
        values = [place[n] for n in sides]
        places = dict(zip(indices, values, strict=True))
        if [places[index] for index in indices] == values and len(set(places.values())) == len(places):
            return both(equation, read.at(places))[0][0]
        if indices[0] in ("p", "q"):
            return both(equation, read.at(places))[0][0]
    return Fraction(0)


def both(equation: Equation, read: Meaning) -> Matrix:
    """What text and LaTeX of a right side mean: the same."""
    found = value_of(equation.right.text, read)
    assert value_of(as_text(equation.right.latex, names_of(read)), read) == found, equation.latex
    return found


def names_of(read: Meaning) -> set[str]:
    return {*read.numbers, *read.matrices}


def test_a_wrong_formula_is_noticed() -> None:
    found = Derived(ZHANG).on(ZHANG.families["reduced"])
    values = point(ZHANG, ZHANG.families["reduced"], {"d": 2, "N": 3}, seed=7)
    text = loss_equation(found.terms, written_for(ZHANG, ZHANG.families["reduced"])).right.text
    right = Numbers(ZHANG, values).loss(found.terms)
    read = meaning(ZHANG, values)
    for old, new in (("Uᵀ", "U"), ("Λ^2", "Λ"), ("1/N", "2/N"), ("- u", "+ u")):
        assert old in text
        assert value_of(text.replace(old, new, 1), read) != ((right,),)
