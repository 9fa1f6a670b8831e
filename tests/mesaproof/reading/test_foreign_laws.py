"""Objects of SciPy and SymPy that are not the law they are named after, and those that are."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy
from scipy import stats
from sympy import stats as sympy_stats
from sympy.stats import crv, crv_types

import mesaproof as mp
from mesaproof.reading.adapters.distribution_functions import Functions, below, densities, density, require_law
from mesaproof.uncertain import check_sample
from symbolic.laws import IID, Atoms
from symbolic.laws.coordinates import Finite

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
norm_gen, expon_gen = type(stats.norm), type(stats.expon)
HAS_VARIABLES = hasattr(stats, "make_distribution")
HAS_MIXTURES = hasattr(stats, "Mixture")


def with_density(name: str, base: Any, p: Callable[[Any], Any]) -> Any:
    """A class of one's own, with a density of one's own."""
    return type(name, (base,), {"_pdf": lambda self, x: p(x), "__module__": "mine"})


Boxed = with_density("norm", stats.rv_continuous, lambda x: 1.0 * (abs(x) < 0.5))
Doubled = with_density("Doubled", expon_gen, lambda x: 2 * np.exp(-2 * x))


def with_altered(alter: Callable[[Any], None]) -> Any:
    frozen = stats.norm()
    alter(frozen)
    return frozen


def clip(frozen: Any) -> None:
    frozen.a, frozen.b = -1, 1


def patch(frozen: Any) -> None:
    frozen.dist._pdf = lambda x: 0.1 + 0 * x


def shadow(frozen: Any) -> None:
    frozen.cdf = lambda x: 0.5 + 0 * x


ALTERED: dict[str, Callable[[], Any]] = {
    "a class of the name norm": lambda: Boxed(a=-0.5, b=0.5, name="norm")(),
    "that class, not frozen": lambda: Boxed(a=-0.5, b=0.5, name="norm"),
    "a subclass of expon": lambda: Doubled(a=0, name="expon")(),
    "support given to the constructor": lambda: norm_gen(a=-1, b=1, name="norm")(),
    "moments given to the constructor": lambda: norm_gen(momtype=0, name="norm")(),
    "support altered after freezing": lambda: with_altered(clip),
    "density patched": lambda: with_altered(patch),
    "distribution function patched": lambda: with_altered(shadow),
}


@pytest.mark.parametrize("make", ALTERED.values(), ids=ALTERED)
def test_a_distribution_that_is_not_what_it_is_named_after_is_no_gaussian(make: Callable[[], Any]) -> None:
    with pytest.raises(mp.InputError, match=r"norm|Doubled"):
        mp.law(make())


def test_a_class_whose_methods_were_replaced_is_noticed_by_its_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(stats.halfnorm), "_pdf", lambda self, x: 0 * x + 0.25)
    with pytest.raises(mp.InputError, match="as its density"):
        mp.law(stats.halfnorm())


def test_functions_of_another_law_are_told_apart() -> None:
    wide = stats.norm(scale=1.00001)
    law = mp.law(stats.norm()).coordinate
    require_law(Functions(stats.norm().cdf, stats.norm().ppf, stats.norm().pdf, (-np.inf, np.inf)), law, "it")
    for given in (
        Functions(wide.cdf, wide.ppf, wide.pdf, (-np.inf, np.inf)),
        Functions(stats.norm().cdf, stats.norm().ppf, wide.pdf, (-np.inf, np.inf)),
        Functions(stats.norm().cdf, stats.norm().ppf, stats.norm().pdf, (-3, 3)),
        Functions(stats.norm().cdf, lambda p: p * np.nan, stats.norm().pdf, (-np.inf, np.inf)),
    ):
        with pytest.raises(mp.InputError, match="it"):
            require_law(given, law, "it")


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "dirichlet": (lambda: stats.dirichlet([1, 2]), "check_sample"),
    "multinomial": (lambda: stats.multinomial(3, [0.5, 0.5]), "check_sample"),
    "rv_histogram": (lambda: stats.rv_histogram(([1, 2], [0, 1, 2]), density=False), "coordinate_mixture"),
    "rv_histogram, frozen": (lambda: stats.rv_histogram(([1, 2], [0, 1, 2]), density=False)(), "coordinate_mixture"),
    "vonmises": (lambda: stats.vonmises(1), "check_density"),
    "masses of 1/3 as floats": (lambda: stats.rv_discrete(values=([1, 2, 3], [1 / 3] * 3)), "sum to"),
    "not frozen": (lambda: stats.norm, "freeze it"),
    "vector, not frozen": (lambda: stats.multivariate_normal, "freeze it"),
}


@pytest.mark.parametrize(("make", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_read_is_refused_with_what_to_do(make: Callable[[], Any], words: str) -> None:
    with pytest.raises(mp.InputError, match=words) as refused:
        mp.law(make())
    assert ("freeze" in str(refused.value)) == (words == "freeze it")


def test_tables_and_directions_of_scipy_are_read() -> None:
    table = stats.rv_discrete(values=([-1, 0.5], [0.25, 0.75]))
    assert mp.law(table).description == "twopoint(-1:1/4, 1/2:3/4)"
    assert mp.law(table(loc=1)).description == "twopoint(0:1/4, 3/2:3/4)"
    assert mp.law(stats.uniform_direction(3)) == mp.law("sphere").at(3)


def test_an_altered_gaussian_vector_is_noticed() -> None:
    vector = stats.multivariate_normal([0, 0], [[2, 1], [1, 2]])
    vector.logpdf = lambda x: np.zeros(len(x))
    with pytest.raises(mp.InputError, match="altered"):
        mp.law(vector)


def variables() -> list[tuple[Any, str]]:
    """SciPy's random variables, with the law that they are."""
    if not HAS_MIXTURES:
        return []
    normal, moved = stats.Normal(), stats.Normal(mu=1, sigma=2)
    return [
        (normal, "gaussian"),
        (moved, "gaussian(sigma=2, mean=1)"),
        (-moved, "gaussian(sigma=2, mean=-1)"),
        (2 * stats.Uniform(a=0, b=1) - 1, "uniform"),
        (stats.truncate(normal, -1, 2), "truncated(gaussian, -1, 2)"),
        (stats.truncate(normal, 0, np.inf), "truncated(gaussian, 0, inf)"),
        (
            stats.Mixture([normal, moved], weights=[0.25, 0.75]),
            "coordinate_mixture(1/4: gaussian, 3/4: gaussian(sigma=2, mean=1))",
        ),
    ]


def test_random_variables_of_scipy_are_read() -> None:
    for variable, text in variables():
        assert mp.law(variable) == mp.law(text)


def test_other_random_variables_are_refused_and_drawn_from() -> None:
    gamma = stats.make_distribution(stats.gamma)(a=2) if HAS_VARIABLES else stats.gamma(2)
    derived = type("Wide", (stats.Normal,), {})(mu=0, sigma=1) if HAS_VARIABLES else stats.vonmises(1)
    for variable in (gamma, stats.abs(stats.Normal()), derived) if HAS_VARIABLES else ():
        with pytest.raises(mp.InputError, match="random variable of class"):
            mp.law(variable)
    assert check_sample(gamma).d == check_sample(derived).d == 1


# SymPy


BAD_TABLE = sympy_stats.FiniteRV("x", {1: sympy.Rational(1, 2), -1: sympy.Rational(1, 3)})

ENTRIES: dict[str, Callable[[Any], Any]] = {
    "law": mp.law,
    "check": lambda law: mp.check(law, 2, 5),
    "gradient": lambda law: mp.gradient(law, 2, 5),
    "flow": lambda law: mp.flow(law, 2, 5, start=(1, 1)),
    "enclosure": lambda law: mp.enclosure(law, 2, 2),
    "check_properties": lambda law: mp.check_properties(law, d=2),
    "train": lambda law: mp.train(law, 2, 5),
}
TABLES = {
    "SymPy's": BAD_TABLE,
    "of one coordinate": Finite(((Fraction(1), HALF), (Fraction(-1), THIRD))),
    "independent copies": IID(Finite(((Fraction(1), Fraction(3, 2)), (Fraction(-1), -HALF)))),
    "a table of atoms": Atoms((((Fraction(1), Fraction(0)), HALF), ((Fraction(-1), Fraction(1)), THIRD))),
}


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_whose_mass_is_not_one_is_refused_by_every_entry(entry: Callable[[Any], Any], table: Any) -> None:
    with pytest.raises(mp.InputError, match=r"sum to|the probability"):
        entry(table)


def test_a_negative_probability_of_sympy_is_refused() -> None:
    table = sympy_stats.FiniteRV("x", {1: sympy.Rational(3, 2), -1: -sympy.Rational(1, 2)})
    with pytest.raises(mp.InputError, match="the probability -1/2"):
        mp.law(table)


def test_a_class_named_after_one_of_sympy_is_no_law_of_the_table() -> None:
    made = type("NormalDistribution", (crv_types.NormalDistribution,), {"__module__": "mine"})
    with pytest.raises(mp.InputError, match="NormalDistribution of one's own"):
        mp.law(crv.SingleContinuousPSpace(sympy.Symbol("x"), made(0, 1)).value)


def test_a_density_of_sympy_that_was_replaced_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    variable = sympy_stats.Normal("x", 0, 1)
    monkeypatch.setattr(crv_types.NormalDistribution, "pdf", lambda self, x: sympy.exp(-abs(x)) / 2)
    with pytest.raises(mp.InputError, match="as its density"):
        mp.law(variable)


# The functions of our laws that objects are compared with


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "text",
    [
        "scale(exponential, -2)",
        "coordinate_mixture(1/2: gaussian, 1/2: shift(uniform, 1))",
        "truncated(gaussian, 3, 4)",
        "shift(truncated(cauchy, -1, 2), 1)",
        "triangular(0, 1, 3)",
    ],
)
def test_density_is_the_slope_of_the_distribution_function(text: str) -> None:
    law = mp.law(text).coordinate
    for x, found in densities(law):
        step = np.array([x - 1e-5, x + 1e-5])
        assert np.diff(below(law, step)) / 2e-5 == pytest.approx(found, rel=1e-5)
    with pytest.raises(TypeError, match="no density"):
        density(mp.law("poisson(2)").coordinate, np.zeros(1))


def test_counts_that_are_turned_round_keep_their_chances() -> None:
    law = mp.law("scale(poisson(2), -1)").coordinate
    expected = 1 - stats.poisson(2).cdf(1)
    assert below(law, np.array([-2.0, -1.5])) == pytest.approx([expected, expected])
