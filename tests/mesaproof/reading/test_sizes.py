"""Sizes, numbers and lists at every public door: integers of other libraries are read, everything else is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy

import mesaproof as mp
from mesaproof import strategies
from mesaproof.errors import InputError
from mesaproof.plots.figures import draw
from mesaproof.reading import sizes
from mesaproof.reading.law_spec import law_at
from mesaproof.running import verifying
from mesaproof.selftest.scoring import score
from mesaproof.strategies.properties import check_properties
from mesaproof.testing import assert_law
from mesaproof.uncertain import check_density, check_sample
from proofs.zheng2024.assumptions import LINE_CONDITIONS
from proofs.zheng2024.model.attention import BLOCKS
from symbolic.algebra.notation import d as symbolic_d
from symbolic.laws import IID
from symbolic.laws.coordinates import Gaussian

SKEWED = "twopoint(2:1/3, -1:2/3)"
STARTS = np.random.default_rng(1).choice([-1.0, 1.0], size=(2000, 1))


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_check_at_integers_of_numpy_is_the_check_at_those_of_python() -> None:
    given: tuple[Any, ...] = (np.int64(2), np.uint8(5), np.int32(0))
    plain, other = mp.check(SKEWED, 2, 5), mp.check(SKEWED, *given)
    assert other == plain
    assert [(route.d, route.T) for route in other.crosschecks] == [(2, 5), (2, 5)]
    assert type(other.d) is type(other.T) is int
    assert other.off_line is not None
    given = (sympy.Integer(2), np.array(5))
    assert mp.check(SKEWED, *given) == plain


def test_a_member_at_an_integer_of_numpy_has_one_of_python() -> None:
    two: Any = np.int64(2)
    member = IID(Gaussian()).at(two)
    assert type(member.d) is int
    assert mp.check(member, T=5) == mp.check("gaussian", 2, 5)
    symbol: Any = symbolic_d
    assert IID(Gaussian()).at(symbol).d == symbolic_d


class TableOf:
    """A law of a person's own whose dimension is whatever was given."""

    description, exchangeable, sign_symmetric = "mine", False, True

    def __init__(self, d: Any) -> None:
        self.d = d


@pytest.mark.parametrize("d", [2.5, 0, True, "2", None, np.int64(2), sympy.Symbol("n")], ids=repr)
def test_a_law_whose_own_dimension_is_no_whole_number_is_refused(d: Any) -> None:
    with pytest.raises(InputError, match="d"):
        law_at(TableOf(d))
    with pytest.raises(InputError, match="d"):
        mp.check(IID(Gaussian()).at(d) if d != np.int64(2) else TableOf(d), T=5)


NO_SIZES: tuple[Any, ...] = (
    2.5,
    5.0,
    float("nan"),
    float("inf"),
    True,
    np.True_,
    "5",
    b"5",
    Decimal(5),
    [5],
    1j,
    10**5000,
)
step_sizes: Any = strategies.step_sizes
laws: Any = strategies.laws
asserted: Any = assert_law
flow: Any = mp.flow
list_of_claims: Any = verifying.verify
reach: Any = strategies.reach

SIZES: dict[str, Callable[[Any], Any]] = {
    "check d": lambda x: mp.check("gaussian", d=x, T=5),
    "check T": lambda x: mp.check("gaussian", d=2, T=x),
    "check seed": lambda x: mp.check("gaussian", d=2, T=5, seed=x),
    "law_at d": lambda x: law_at("gaussian", x),
    "gradient d": lambda x: mp.gradient("gaussian", x, 5),
    "gradient T": lambda x: mp.gradient("gaussian", 2, x),
    "flow d": lambda x: mp.flow("gaussian", x, 5, (1, 1)),
    "flow T": lambda x: mp.flow("gaussian", 2, x, (1, 1)),
    "train d": lambda x: mp.train("sparse", x, 5, steps=1),
    "train T": lambda x: mp.train("sparse", 2, x, steps=1),
    "train steps": lambda x: mp.train("sparse", 2, 5, steps=x),
    "train samples": lambda x: mp.train("sparse", 2, 5, samples=x),
    "train every": lambda x: mp.train("sparse", 2, 5, steps=1, every=x),
    "train seed": lambda x: mp.train("sparse", 2, 5, steps=1, seed=x),
    "sweep ds": lambda x: mp.sweep(["gaussian"], [x], [5], "out"),
    "sweep Ts": lambda x: mp.sweep(["gaussian"], [2], [x], "out"),
    "sweep seeds": lambda x: mp.sweep(["gaussian"], [2], [5], "out", [x]),
    "sweep workers": lambda x: mp.sweep(["gaussian"], [2], [5], "out", workers=x),
    "decide d": lambda x: mp.decide(LINE_CONDITIONS, mp.line_invariant(), x),
    "properties d": lambda x: check_properties("gaussian", x, 5),
    "properties T": lambda x: check_properties("gaussian", 2, x),
    "properties seed": lambda x: check_properties("gaussian", 2, 5, seed=x),
    "assert_law d": lambda x: assert_law("gaussian", x, 5),
    "assert_law T": lambda x: assert_law("gaussian", 2, x),
    "assert_law seed": lambda x: assert_law("gaussian", 2, 5, seed=x),
    "enclosure d": lambda x: mp.enclosure("gaussian", 2, x),
    "enclosure bits": lambda x: mp.enclosure("gaussian", 2, 1, bits=x),
    "check_sample T": lambda x: check_sample(STARTS, x),
    "check_sample seed": lambda x: check_sample(STARTS, seed=x),
    "check_density d": lambda x: check_density(lambda y: 1.0, x, 5, (0, 1)),
    "check_density T": lambda x: check_density(lambda y: 1.0, 2, x, (0, 1)),
    "verify seed": lambda x: mp.verify(["zheng2024/gradient"], seed=x),
    "verify workers": lambda x: mp.verify(["zheng2024/gradient"], workers=x),
    "figures seed": lambda x: draw("zheng2024", "out", seed=x),
    "selftest count": lambda x: score(count=x),
    "selftest seed": lambda x: score(seed=x),
    "selftest jobs": lambda x: score(jobs=x),
    "laws d": lambda x: strategies.laws(d=x),
    "laws most_vertices": lambda x: strategies.laws(most_vertices=x),
    "laws_violating condition": lambda x: strategies.laws_violating(LINE_CONDITIONS, x),
    "hunt budget": lambda x: strategies.hunt(LINE_CONDITIONS, budget=x),
    "hunt seed": lambda x: strategies.hunt(LINE_CONDITIONS, budget=1, seed=x),
    "hunt d": lambda x: strategies.hunt(LINE_CONDITIONS, budget=1, d=x),
    "off_the_line T": strategies.off_the_line,
    "reach d": lambda x: strategies.reach(LINE_CONDITIONS, x),
    "reach draws": lambda x: strategies.reach(LINE_CONDITIONS, 2, draws=x),
    "dimensions least": strategies.dimensions,
    "dimensions most": lambda x: strategies.dimensions(1, x),
    "lengths least": strategies.lengths,
    "lengths most": lambda x: strategies.lengths(3, x),
    "fractions largest": strategies.fractions,
    "fractions denominator": lambda x: strategies.fractions(1, x),
    "line_points": strategies.line_points,
    "starts": strategies.starts,
    "parameters d": strategies.parameters,
    "parameters largest": lambda x: strategies.parameters(2, x),
}
TAKES_SEVERAL = {"laws d", "hunt d"}


@pytest.mark.parametrize("door", SIZES)
def test_what_is_no_whole_number_is_refused_in_one_sentence(door: str) -> None:
    for given in NO_SIZES:
        if given == [5] and door in TAKES_SEVERAL:
            continue
        with pytest.raises(InputError) as caught:
            SIZES[door](given)
        assert "expected" in str(caught.value), (door, given)
        assert "\n" not in str(caught.value)


ANY_SIGN = ("seed", "seeds", "condition", "largest", "lengths least")


@pytest.mark.parametrize("door", [door for door in SIZES if not door.endswith(ANY_SIGN)])
def test_nothing_and_less_than_nothing_are_no_sizes(door: str) -> None:
    for given in (-1, -(10**30)) if door in {"line_points", "starts"} else (0, -1, -(10**30)):
        with pytest.raises(InputError):
            SIZES[door](given)


@pytest.mark.parametrize("door", [door for door in SIZES if door.split()[-1] == "T" and "sample" not in door])
def test_a_length_below_three_is_refused(door: str) -> None:
    with pytest.raises(InputError, match="T >= 3"):
        SIZES[door](np.int64(2))


NO_NUMBERS: tuple[Any, ...] = (
    float("nan"),
    float("inf"),
    True,
    np.False_,
    None,
    1j,
    "x",
    b"1",
    [1],
    sympy.sqrt(2),
    sympy.oo,
)
NUMBERS: dict[str, Callable[[Any], Any]] = {
    "gradient a": lambda x: mp.gradient("gaussian", 2, 5, a=x),
    "gradient b": lambda x: mp.gradient("gaussian", 2, 5, b=x),
    "gradient parameters": lambda x: mp.gradient("gaussian", 1, 5, parameters={"W_PV_12": [[x]]}),
    "flow start": lambda x: mp.flow("gaussian", 2, 5, (1, x)),
    "train start": lambda x: mp.train("sparse", 2, 5, start=(x, 1), steps=1),
    "train gaussian": lambda x: mp.train("sparse", 2, 5, gaussian=x, steps=1),
    "train step": lambda x: mp.train("sparse", 2, 5, step=x, steps=1),
    "train flow": lambda x: mp.train("sparse", 2, 5, flow=x),
    "check false_alarm": lambda x: mp.check("gaussian", 2, 5, false_alarm=x),
    "check resolution": lambda x: mp.check("gaussian", 2, 5, resolution=x),
    "properties false_alarm": lambda x: check_properties("gaussian", 2, 5, false_alarm=x),
    "assert_law false_alarm": lambda x: assert_law("gaussian", 2, 5, false_alarm=x),
    "verify false_alarm": lambda x: mp.verify(["zheng2024/gradient"], false_alarm=x),
    "check_sample false_alarm": lambda x: check_sample(STARTS, false_alarm=x),
    "check_sample bound": lambda x: check_sample(STARTS, bound=x),
    "laws heights": lambda x: strategies.laws(heights=(0, x)),
    "step_sizes": strategies.step_sizes,
}
MAY_BE_MISSING = {"train gaussian", "train step", "train flow", "check resolution", "check_sample bound"}


@pytest.mark.parametrize("door", NUMBERS)
def test_what_is_no_finite_number_is_refused_in_one_sentence(door: str) -> None:
    for given in NO_NUMBERS:
        if given is None and door in MAY_BE_MISSING:
            continue
        with pytest.raises(InputError) as caught:
            NUMBERS[door](given)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("door", [door for door in NUMBERS if "alarm" in door or door == "check resolution"])
def test_a_probability_lies_strictly_between_0_and_1(door: str) -> None:
    for given in (0, 1, -0.1, 1.5, Fraction(3, 2), Decimal("1e-400"), 1 - Fraction(1, 10**30)):
        with pytest.raises(InputError):
            NUMBERS[door](given)


@pytest.mark.parametrize(
    "half",
    [0.5, "1/2", "0.5", Fraction(1, 2), Decimal("0.5"), np.float64(0.5), np.float32(0.5), sympy.Rational(1, 2)],
    ids=repr,
)
def test_every_kind_of_number_is_read_exactly(half: Any) -> None:
    assert sizes.number(half, "a") == Fraction(1, 2)
    assert mp.gradient("gaussian", 1, 4, a=half) == mp.gradient("gaussian", 1, 4, a=Fraction(1, 2))
    assert mp.flow("gaussian", 1, 4, (half, half)).start == (sympy.Rational(1, 2), sympy.Rational(1, 2))
    run = mp.train("sparse", 1, 4, start=(half, half), step=half, steps=1)
    assert float(run.trajectory.a[0]) == run.step == 0.5


def test_a_float_is_read_as_it_is_written() -> None:
    assert mp.gradient("gaussian", 1, 4, a=0.1) == mp.gradient("gaussian", 1, 4, a=Fraction(1, 10))
    one = mp.gradient("gaussian", 1, 4, parameters={"W_PV_12": np.array([[0.1]]), "W_KQ_32": [[Decimal("0.3")]]})
    assert one == mp.gradient("gaussian", 1, 4, b=Fraction(1, 10), a=Fraction(3, 10))
    assert mp.train("sparse", 1, 4, start=(0.1, Fraction(1, 10)), steps=1).plan.start == (0.1, Fraction(1, 10))


@pytest.mark.parametrize(
    "given", [10**400, Fraction(1, 10**400), Decimal("1e999999999"), Decimal("1e-999999999")], ids=range(4)
)
def test_numbers_beyond_floating_point_are_refused_where_it_computes(given: Any) -> None:
    for door in ("train start", "train gaussian", "train step", "train flow", "check resolution", "check false_alarm"):
        with pytest.raises(InputError):
            NUMBERS[door](given)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"W_PV_99": [[1, 0], [0, 1]]}, "one of the blocks"),
        ({1: [[1, 0], [0, 1]]}, "one of the blocks"),
        ({"W_PV_12": [[1]]}, "2 x 2"),
        ({"W_PV_12": [[1, 0], [0]]}, "2 x 2"),
        ({"W_PV_12": np.eye(3)}, "at most 2"),
        ({"W_PV_12": 1}, "a list"),
        ({"W_PV_12": [1, 0]}, "a list"),
        ({"W_PV_12": "10"}, "a list"),
        ([[1, 0], [0, 1]], "by name"),
    ],
    ids=range(9),
)
def test_blocks_of_other_names_and_shapes_are_refused(parameters: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        mp.gradient("gaussian", 2, 4, parameters=parameters)


def test_blocks_may_be_arrays() -> None:
    blocks = {name: np.eye(2, dtype=int) for name in BLOCKS}
    exact = {name: [[Fraction(int(x)) for x in row] for row in block] for name, block in blocks.items()}
    assert mp.gradient("gaussian", 2, 4, parameters=blocks) == mp.gradient("gaussian", 2, 4, parameters=exact)


def once(values: Any) -> Iterator[Any]:
    yield from values


LISTS = (once, np.array, dict.fromkeys)


@pytest.mark.parametrize("listed", LISTS, ids=lambda kind: kind.__name__)
def test_a_sweep_takes_whatever_can_be_gone_through(listed: Any, tmp_path: Path) -> None:
    plain = mp.sweep(["sparse"], [2], [4, 5], tmp_path / "plain", [1])
    found = mp.sweep(listed(["sparse"]), listed([2]), listed([4, 5]), tmp_path / "other", listed([1]))
    assert found.record == plain.record
    assert [row.cell.key for row in found.rows] == [row.cell.key for row in plain.rows]
    assert (tmp_path / "other/sweep.csv").read_bytes() == (tmp_path / "plain/sweep.csv").read_bytes()
    assert len(mp.sweep(["sparse"], range(2, 3), np.arange(4, 6), tmp_path / "other", np.arange(1, 2)).rows) == 2


@pytest.mark.parametrize(
    ("laws", "ds", "Ts", "seeds", "words"),
    [
        ("sparse", [2], [5], [0], "a list"),
        (["sparse"], 2, [5], [0], "a list"),
        (["sparse"], [2], 5, [0], "a list"),
        (["sparse"], [2], np.array(5), [0], "a list"),
        (["sparse"], [2], [5], 0, "a list"),
        (["sparse"], [2], [5], "01", "a list"),
        (["sparse"], [2], [5], b"01", "a list"),
        ([], [2], [5], [0], "no laws"),
        (["sparse"], np.arange(0), [5], [0], "no d"),
        (["sparse"], [2], once(()), [0], "no T"),
        (["sparse"], [2], [5], (), "no seeds"),
        (["sparse"], [2], [5], count(), "at most 100000"),
        (["sparse"], range(2, 1002), range(3, 1003), [0], "a sweep of 1000000 cells"),
        (["sparse"], [[2]], [5], [0], "d = "),
        (["sparse"], [2], [5], np.array([[0]]), "seed = "),
    ],
    ids=range(15),
)
def test_what_a_sweep_cannot_go_through_is_refused(laws: Any, ds: Any, Ts: Any, seeds: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        mp.sweep(laws, ds, Ts, "out", seeds)
    assert not Path("out").exists()


def test_what_a_sweep_is_to_do_is_one_of_two() -> None:
    what: Any = "chek"
    with pytest.raises(InputError, match="'check' or 'train'"):
        mp.sweep(["sparse"], [2], [5], "out", what=what)


@pytest.mark.parametrize("listed", LISTS, ids=lambda kind: kind.__name__)
def test_strategies_take_whatever_can_be_gone_through(listed: Any) -> None:
    found = strategies.hunt(LINE_CONDITIONS, budget=5, d=listed([2, 3]), heights=listed([-1, 0, 1]))
    assert found == strategies.hunt(LINE_CONDITIONS, budget=5, d=(2, 3), heights=(-1, 0, 1))
    assert reach(LINE_CONDITIONS, np.int64(2), heights=listed([0, 1, -1]), draws=3)[0].draws == 3


@pytest.mark.parametrize(
    "call",
    [
        lambda: laws(heights=()),
        lambda: laws(heights="01"),
        lambda: laws(heights=1),
        lambda: laws(d=range(0)),
        lambda: strategies.dimensions(3, 2),
        lambda: strategies.lengths(9, 5),
        lambda: strategies.fractions(-1),
        lambda: strategies.fractions(1, 0),
        lambda: step_sizes(0),
        lambda: step_sizes(2),
        lambda: flow("gaussian", 2, 5, {1, 2}),
        lambda: flow("gaussian", 2, 5, (1, 2, 3)),
        lambda: flow("gaussian", 2, 5, np.eye(2)),
        lambda: mp.train("sparse", 2, 5, mask="no"),
        lambda: asserted("sparse", 2, 5, require="line-invariant"),
        lambda: asserted("sparse", 2, 5, require=5),
        lambda: asserted("sparse", 2, 5, require=(5,)),
        lambda: list_of_claims("zheng2024/gradient"),
    ],
    ids=range(18),
)
def test_other_lists_and_ranges_at_fault_are_refused(call: Callable[[], Any]) -> None:
    with pytest.raises(InputError):
        call()


def test_generators_of_requirements_and_starts_are_gone_through_once() -> None:
    assert assert_law("sparse", 2, 5, require=once(["line-invariant", "recovers"])).line_invariant
    with pytest.raises(AssertionError, match="the line is left"):
        assert_law(SKEWED, 2, 5, require=once(["recovers", "line-invariant"]))
    assert mp.flow("gaussian", 2, 5, once((1, 2))) == mp.flow("gaussian", 2, 5, (1, 2))


def test_a_rate_of_numpy_is_the_same_rate() -> None:
    one, other = (mp.check("gaussian", 1, 4, false_alarm=rate) for rate in (1e-6, np.float64(1e-6)))
    assert one == other
    assert [route.comparison.false_alarm for route in one.crosschecks if route.comparison] == [0.0, 1e-6]


HUGE: dict[str, Callable[[], Any]] = {
    "parameters of a run": lambda: mp.train("sparse", 10**300, 5),
    "a sample": lambda: mp.train("sparse", 2, 5, samples=10**400),
    "records": lambda: mp.train("sparse", 2, 5, steps=10**400, every=1),
    "coordinates that sums go over": lambda: check_properties("gaussian", 10**9, 5, exact_only=True),
    "a table of atoms": lambda: strategies.laws(LINE_CONDITIONS, d=10**9),
    "a table that breaks a condition": lambda: strategies.laws_violating(LINE_CONDITIONS, 0, d=10**9),
    "what draws reach": lambda: strategies.reach(LINE_CONDITIONS, 10**9),
    "entries that are drawn": lambda: strategies.parameters(10**9),
    "the square of a start": lambda: mp.flow("gaussian", 2, 5, (10**900, 1)),
    "a gradient": lambda: mp.gradient("gaussian", 10**9, 5),
}


@pytest.mark.parametrize("what", HUGE)
def test_what_is_too_large_is_refused_before_it_is_tried(what: str) -> None:
    with pytest.raises(InputError):
        HUGE[what]()
