"""Where training goes off the line: the derived flow of the family against training of the full model."""

from __future__ import annotations

import numpy as np
import pytest

import mesaproof as mp
from mesaproof.law_spec import law_at
from mesaproof.off_line import START, off_line_limit
from numeric_check.forward import on_line
from numeric_check.population import Population
from numeric_check.training import flow
from symbolic import notation


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
