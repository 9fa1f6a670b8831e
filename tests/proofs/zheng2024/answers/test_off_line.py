"""Where training goes off the line: the derived flow of the family against training of the full model."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import mesaproof as mp
from mesaproof.reading.law_spec import law_at
from numeric_check.model.curvature import second_derivatives
from proofs.zheng2024.answers.off_line import START, NotFollowed, OffLineLimit, off_line_limit
from proofs.zheng2024.answers.off_line_bend import off_line_bend
from proofs.zheng2024.landscape.sector_curvature import hessian
from proofs.zheng2024.ones import ones_saddle
from proofs.zheng2024.second_route.forward import on_line
from proofs.zheng2024.second_route.model_training import flow
from proofs.zheng2024.second_route.population import Population
from symbolic.algebra import notation


@pytest.mark.sampled(1)
@pytest.mark.parametrize(
    ("text", "d", "T"), [("ones", 3, 8), ("twopoint(2:1/3, -1:2/3)", 2, 5), ("gaussian", 2, 6), ("ones", 4, 20)]
)
def test_the_full_model_settles_where_the_derived_flow_says(text: str, d: int, T: int) -> None:
    law = law_at(text, d)
    found = off_line_limit(law, T)
    assert found is not None
    source = Population(law, T)
    start = on_line(d, START, START)
    last = flow(source, start, 40.0, records=2).last
    ones = np.ones((d, d)) - np.eye(d)
    wanted = {"W_KQ_32": found.a * np.eye(d) + found.alpha * ones, "W_PV_12": found.b * np.eye(d) + found.beta * ones}
    for name, block in last.items():
        assert np.allclose(block, wanted.get(name, np.zeros((d, d))), atol=1e-6)
    zero = source.loss(on_line(d, 0.0, 0.0))
    assert found.relative_mse == pytest.approx(source.loss(last) / zero, rel=1e-7)


@pytest.mark.parametrize(("text", "d"), [("ones", 1), ("atoms", 2)])
def test_where_there_is_no_such_family(text: str, d: int) -> None:
    law = mp.law("ones").at(1) if text == "ones" else mp.check("sparse", d=2, T=4).law
    assert off_line_limit(law, 5 if d == 1 else notation.T) is None


def test_check_reports_it_where_the_line_is_left_only() -> None:
    assert mp.check("gaussian", d=2, T=5).off_line is None
    left = mp.check("ones", d=2, T=5)
    assert left.off_line is not None
    assert left.off_line.relative_mse < float(left.relative_mse or 0)
    assert mp.check("ones", d=2).off_line is None


def test_the_limit_does_not_depend_on_the_scale_of_the_law() -> None:
    found = [mp.check(f"scale(shift(gaussian, 1), {size})", 2, 4).off_line for size in ("1/1000", "1", "1000000")]
    errors = [one.relative_mse for one in found if one is not None]
    assert errors == pytest.approx([errors[0]] * 3, rel=1e-9)


def entries(found: OffLineLimit) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([found.a, found.alpha, found.b, found.beta])


@pytest.mark.sampled(2)
@pytest.mark.parametrize("size", ["1e-12", "1e-6", "1e-3", "1/10", "100", "1e7", "1e12", "1e30"])
def test_the_learned_matrices_scale_with_the_law_however_large_it_is(size: str) -> None:
    """Scaling the law by s is starting at s times the start, in units 1/s; the law at scale 1 has one such limit."""
    unscaled = off_line_limit(law_at("comonotone(rademacher)", 2), 5)
    found = off_line_limit(law_at(f"scale(comonotone(rademacher), {size})", 2), 5)
    assert unscaled is not None
    assert found is not None
    assert entries(found) * float(Fraction(size)) == pytest.approx(entries(unscaled), rel=1e-12)
    assert found.relative_mse == pytest.approx(unscaled.relative_mse, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "d", "T"), [("poisson(rate=10000)", 2, 5), ("comonotone(rademacher(scale=10000000))", 3, 6)]
)
def test_the_limit_keeps_what_the_flow_conserves_and_is_at_rest(text: str, d: int, T: int) -> None:
    """The gradient of the full model, by the other route, in units in which loss and parameters are of size 1."""
    law = law_at(text, d)
    found = off_line_limit(law, T)
    assert found is not None
    ones = np.ones((d, d)) - np.eye(d)
    blocks = {"W_KQ_32": found.a * np.eye(d) + found.alpha * ones, "W_PV_12": found.b * np.eye(d) + found.beta * ones}
    squares = [float(np.sum(block**2)) for block in blocks.values()]
    assert squares[0] == pytest.approx(squares[1], rel=1e-14)
    assert abs(found.imbalance) < 1e-14
    source = Population(law, T)
    zero, slopes = source.loss(on_line(d, 0.0, 0.0)), source.gradient(blocks)
    assert max(float(np.abs(slope).max()) for slope in slopes.values()) * found.a < 1e-9 * zero
    assert source.loss(blocks) / zero == pytest.approx(found.relative_mse, rel=1e-9)


def test_a_flat_direction_does_not_hide_a_limit() -> None:
    """For `ones` and T = 3 the minima of the family are a curve; there the loss is 1/3 of that of predicting zero."""
    found = off_line_limit(law_at("ones", 2), 3)
    assert found is not None
    assert found.relative_mse == pytest.approx(1 / 3, rel=1e-12)
    last = flow(Population(law_at("ones", 2), 3), on_line(2, START, START), 60.0, records=2).last
    assert found.alpha == pytest.approx(float(last["W_KQ_32"][0, 1]), abs=1e-8)
    assert found.beta == pytest.approx(float(last["W_PV_12"][0, 1]), abs=1e-8)


def test_a_motion_too_slow_for_floats_is_refused_in_words() -> None:
    """The two blocks used to be reported with norms a factor of eight apart, which the flow keeps equal."""
    with pytest.raises(NotFollowed, match="a very slow motion"):
        off_line_limit(law_at("lognormal(mu=0, sigma=2)", 2), 5)
    left = mp.check("lognormal(mu=0, sigma=2)", d=2, T=5)
    assert left.off_line is None
    assert "a very slow motion" in left.off_line_because


def test_the_limit_is_a_saddle_where_an_exact_direction_bends_down() -> None:
    """At T = 3 and d = 3 exact second derivatives along a direction off the family are known."""
    law, limit = law_at("ones", 3), off_line_limit(law_at("ones", 3), 3)
    assert limit is not None
    found = off_line_bend(law, 3, limit)
    assert found is not None
    assert found.saddle
    stretch = limit.b
    pv, kq = ones_saddle.apart(3)
    way = {
        "W_PV_12": [[stretch * float(x) for x in row] for row in pv],
        "W_KQ_32": [[float(x) / stretch for x in row] for row in kq],
    }
    length = sum(x**2 for block in way.values() for row in block for x in row)
    assert found.least <= float(ones_saddle.bend_at_three(3)) / length + found.uncertainty


@pytest.mark.parametrize(("text", "d", "T", "saddle"), [("ones", 3, 6, False), ("shift(gaussian, 1)", 2, 5, False)])
def test_a_limit_without_a_way_down_is_no_saddle(text: str, d: int, T: int, saddle: bool) -> None:
    report = mp.check(text, d, T)
    assert report.off_line_bend is not None
    assert report.off_line_bend.saddle is saddle
    assert abs(report.off_line_bend.least) < report.off_line_bend.uncertainty


def test_beyond_its_reach_nothing_is_said_of_second_derivatives() -> None:
    limit = off_line_limit(law_at("ones", 2), 4)
    assert limit is not None
    for d, T in ((6, 4), (2, 101)):
        assert off_line_bend(law_at("ones", d), T, limit) is None


def test_second_derivatives_are_the_exact_ones() -> None:
    law, T = law_at("shift(rademacher, 1)", 1), 4
    point = {"W_PV_12": ((Fraction(1, 2),),), "W_KQ_32": ((Fraction(2, 3),),), "W_KQ_33": ((Fraction(1, 5),),)}
    exact = np.array([[float(x) for x in row] for row in hessian(law, T, point).tolist()])
    found = second_derivatives(Population(law, T), {name: np.array(block, float) for name, block in point.items()})
    assert np.linalg.eigvalsh(found) == pytest.approx(np.linalg.eigvalsh(exact), rel=1e-9, abs=1e-9)
