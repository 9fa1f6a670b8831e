"""One style for all pictures: rounding is named and never zoomed into, one font for formulas."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mesaproof.plots import house_style, setting_run_plots, train_plots
from mesaproof.plots.check_plots import whole_figure
from mesaproof.plots.figures import style

AT = np.arange(4.0)


@pytest.fixture
def axes() -> Axes:
    return Figure().subplots()


def words(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def test_a_constant_up_to_rounding_is_drawn_flat(axes: Axes) -> None:
    house_style.with_room(axes, 1 + np.array([0, 1e-16, -2e-16, 0]))
    low, high = axes.get_ylim()
    assert (low, high) == pytest.approx((0.5, 1.5))


def test_a_real_change_fills_the_axis(axes: Axes) -> None:
    values = np.array([1.0, 1.01, 1.02])
    axes.plot(values)
    house_style.with_room(axes, values)
    low, high = axes.get_ylim()
    assert high - low < 0.03


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([0, 0, 0, 0], "exactly 0 throughout"),
        ([0, 1.5e-18, 2e-17, 1e-18], "0 within rounding"),
        ([1, 1e-3, 1e-8, 3e-16], "below: 0 within rounding"),
    ],
)
def test_rounding_is_said_in_words(axes: Axes, values: list[float], said: str) -> None:
    house_style.falling(axes, AT, np.array(values), 1.0, house_style.RUN)
    assert words(axes) == [said]


def test_no_axis_goes_down_into_rounding(axes: Axes) -> None:
    house_style.falling(axes, AT, np.array([1, 1e-3, 1e-8, 3e-16]), 1.0, house_style.RUN)
    assert axes.get_ylim()[0] >= house_style.ROUNDING


def test_a_small_number_that_is_real_is_drawn(axes: Axes) -> None:
    house_style.falling(axes, AT, np.array([1e-9, 2e-9, 3e-9, 1e-9]), 1.0, house_style.RUN)
    assert words(axes) == []
    assert axes.lines[0].get_ydata() == pytest.approx([1e-9, 2e-9, 3e-9, 1e-9])


def test_cells_tell_zero_from_rounding(axes: Axes) -> None:
    house_style.image(axes, np.array([[1.0, 0.0], [1.5e-18, -0.001]]), 1.0)
    assert words(axes) == ["1", "0", "≈0", "−0.001"]


def test_all_pictures_have_one_font() -> None:
    fonts = {
        (one["mathtext.fontset"], one.get("font.family"))
        for one in (house_style.STYLE, style.STYLE, whole_figure._style())
    }
    assert fonts == {("dejavusans", None)}
    assert all(vars(module)["STYLE"] is house_style.STYLE for module in (train_plots, setting_run_plots))
