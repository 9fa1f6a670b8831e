"""Figures of a paper: exact values in them, comparisons that can fail, files that can be read back, refusals."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import sympy
from click.testing import CliRunner, Result

from mesaproof import __version__, cli
from mesaproof.errors import InputError
from mesaproof.plots import matplotlib_settings
from mesaproof.plots.figures import (
    draw,
    drawing,
    names,
    style,
)
from mesaproof.plots.figures.picture import Picture
from mesaproof.reading.law_spec import law_at
from numeric_check.laws.sampling import draw_torus
from proofs.figure import Recipe
from proofs.zheng2024.figures import by_length, ends_of_runs, simulation, starts_on_line
from proofs.zheng2024.figures.exact_values import Values
from proofs.zheng2024.figures.gaussian_starts import SCALES
from proofs.zheng2024.figures.learned_matrices import Reduced
from proofs.zheng2024.figures.recipes import RECIPES
from proofs.zheng2024.figures.simulation import Setting, Sizes
from proofs.zheng2024.figures.starts_on_line import pairs_on_line
from proofs.zheng2024.figures.studio import GAUSSIAN, Studio
from proofs.zheng2024.second_route import forward

TINY = Sizes(2, 6, 400, 1e-11)
PAPER = "zheng2024"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder, the command on the command line, and small sizes for `--quick`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(cli.COMMANDS, "figures", "The figures of a paper.")
    monkeypatch.setattr(simulation, "QUICK", TINY)
    monkeypatch.setattr(starts_on_line, "FURTHER", 3)
    return tmp_path


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli.main, ["figures", *arguments], env={"COLUMNS": "200"}, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def studio(sizes: Sizes = TINY) -> Studio:
    return Studio(sizes, 0, lambda _: None)


@cache
def made(name: str) -> tuple[Picture, tuple[str, ...]]:
    """A figure at small sizes, and what it said on the way."""
    told: list[str] = []
    return drawing.made(RECIPES[name], Studio(TINY, 0, told.append)), tuple(told)


def picture(name: str) -> Picture:
    return made(name)[0]


def plain(shown: Studio) -> Picture:
    """A figure with nothing in it and one comparison that agrees."""
    from matplotlib.figure import Figure

    shown.told("drawing")
    one = ends_of_runs.arrived("exact training from here", "product", sympy.Rational(1, 2), 0.5)
    return Picture("", Figure(figsize=(1, 1)), {"half": sympy.Rational(1, 2)}, ("x",), ((1.0,),), {"x": [1.0]}, (one,))


def off(shown: Studio) -> Picture:
    """The same with a comparison that fails."""
    one = ends_of_runs.arrived("exact training from here", "product", sympy.Rational(1, 2), 0.75)
    return replace(plain(shown), findings=(one,))


def drawn_by(monkeypatch: pytest.MonkeyPatch, name: str, maker: Callable[[Studio], Picture]) -> None:
    """Let a function make the figure with this name."""
    before = drawing.made

    def made_here(recipe: Recipe, shown: Studio) -> Picture:
        return maker(shown) if recipe is RECIPES[name] else before(recipe, shown)

    monkeypatch.setattr(drawing, "made", made_here)


def setting(text: str = "gaussian(sigma=1/2)", T: int = 6) -> Setting:
    return Setting.of(law_at(text, TINY.d), TINY, 0, T)


def broken(*_: object) -> Picture:
    raise ArithmeticError("nothing to draw")


# what is compared


@pytest.mark.sampled(1)
@pytest.mark.parametrize("name", names(PAPER))
def test_every_end_agrees_and_every_kind_of_run_is_compared(name: str) -> None:
    found = picture(name).findings
    assert [finding.sentence for finding in found if not finding.agrees] == []
    kinds = {finding.how["kind"] for finding in found}
    assert "exact training" in kinds
    assert ("sampled training" in kinds) == (name != "fig1-test-length")
    assert ("further samples" in kinds) == (name == "fig1-gaussian")


def test_exact_values_and_limits_are_those_of_the_paper_at_its_sizes() -> None:
    values = Values(Setting.of(law_at("gaussian(sigma=1/2)", simulation.FULL.d), simulation.FULL, 0))
    finite = {name: float(sympy.sympify(value)) for name, value in values.finite.items()}
    harmonic = sum(Fraction(1, n) for n in range(1, 99))
    product = Fraction(3, 16) / (Fraction(15, 64) + Fraction(3, 16) * harmonic / 98)
    assert values.finite["product"] == sympy.Rational(product.numerator, product.denominator)
    assert finite["product"] == pytest.approx(0.76762, abs=1e-5)
    assert values.limit == {
        "product": sympy.Rational(4, 5),
        "ratio": sympy.Rational(1, 5),
        "error": sympy.Rational(2, 5),
    }
    sparse = Values(Setting.of(law_at("sparse(c=1/2)", simulation.FULL.d), simulation.FULL, 0))
    assert sparse.finite == sparse.limit == {"product": 4, "ratio": 1, "error": 0}


def test_an_end_that_is_off_by_more_than_a_millionth_disagrees() -> None:
    exact = sympy.Rational(4, 7)
    assert ends_of_runs.arrived("run", "product", exact, 4 / 7 * (1 + 0.9e-6)).agrees
    assert not ends_of_runs.arrived("run", "product", exact, 4 / 7 * (1 + 1.1e-6)).agrees
    assert not ends_of_runs.arrived("run", "product", exact, float("nan")).agrees
    assert not ends_of_runs.arrived("run", "error", sympy.Integer(0), 2e-6, scale=1.0).agrees


def test_sampled_training_that_ends_elsewhere_or_with_a_larger_error_disagrees() -> None:
    place = setting("sparse(c=1/2)")
    one, *_ = pairs_on_line(studio(), place)
    slopes = ends_of_runs.Slopes(place)
    assert slopes.room == pytest.approx(4e-3)
    assert ends_of_runs.of_sampled_run(slopes, one.sampled, None).agrees
    moved = replace(one.sampled, product=one.sampled.product * (1 + 1.1e-3))
    assert not ends_of_runs.of_sampled_run(slopes, moved, None).agrees
    worse = replace(one.sampled, error=one.sampled.error + 1.1e-6)
    assert not ends_of_runs.of_sampled_run(slopes, worse, None).agrees


def test_slopes_refuse_a_product_that_is_off_by_more_than_the_resolution() -> None:
    place = Setting.of(law_at("rademacher", 2), Sizes(2, 6, 4000, 1e-11), 0)
    slopes = ends_of_runs.Slopes(place)
    assert slopes.comparison.agrees
    assert slopes.resolution < 0.5 * slopes.product
    for shift in (-1.5, 1.5):
        moved = ends_of_runs.Slopes(place)
        moved.__dict__["product"] = slopes.product + shift * slopes.resolution
        assert not moved.comparison.agrees
        assert moved.best == pytest.approx(slopes.best)


def test_best_product_of_sequences_minimises_their_loss_on_the_line() -> None:
    place = setting()
    slopes = ends_of_runs.Slopes(place)
    at = [place.sample.loss(forward.on_line(2, slopes.best + shift, 1.0)) for shift in (-1e-3, 0, 1e-3)]
    assert at[1] < min(at[0], at[2])
    assert at[0] - at[1] == pytest.approx(at[2] - at[1], rel=1e-5)


def test_standard_error_is_the_spread_of_best_products_between_samples() -> None:
    place = Setting.of(law_at("uniform", 2), Sizes(2, 5, 300, 1e-11), 0)
    slopes = ends_of_runs.Slopes(place)
    further = ends_of_runs.Further.of(slopes, 120)
    assert float(np.std(further.bests)) == pytest.approx(slopes.standard_error, rel=0.35)
    assert abs(further.mean - slopes.product) < 6 * further.standard_error


def test_slopes_at_another_product_are_those_of_the_sequences_there() -> None:
    slopes = ends_of_runs.Slopes(setting())
    np.testing.assert_allclose(slopes.at(3 * slopes.product), slopes._radial(3.0), rtol=1e-9, atol=1e-12)


def test_further_samples_refuse_the_limit_of_long_sequences_where_it_is_far() -> None:
    place = Setting.of(law_at("rademacher", 3), Sizes(3, 4, 3000, 1e-11), 0)
    found = ends_of_runs.Further.of(ends_of_runs.Slopes(place), 3).finding(Values(place).limit["product"])
    assert found.agrees
    assert found.how["limit_refused"]


@pytest.mark.slow
def test_limits_of_long_sequences_are_not_where_short_training_ends() -> None:
    found = picture("review-small-T")
    ends = [one for one in found.findings if one.what == "product" and one.how["kind"] == "exact training"]
    assert len(ends) == 6
    assert {one.exact for one in ends[:3]} == {sympy.Rational(2, 3)}
    assert all(abs(one.found - 0.8) > 0.05 for one in ends)


# what is simulated


def test_predictions_at_test_times_are_those_of_the_transformer() -> None:
    rng = np.random.default_rng(1)
    x1, lam = rng.normal(size=(7, 2)), draw_torus(rng, 7, 2)
    model = {name: rng.normal(size=(2, 2)) for name in ("W_PV_12", "W_PV_13", "W_KQ_22", "W_KQ_32", "W_KQ_33")}
    _, errors = by_length.measured(model, x1, lam, 6)
    np.testing.assert_allclose(0.5 * errors.sum(axis=0), forward.losses(model, x1, lam, 6), rtol=1e-12)
    ratios, _ = by_length.measured(forward.on_line(2, 0.5, 3.0), np.array([[2.0, 0.0]]), lam[:1], 6)
    np.testing.assert_allclose(ratios, 1.5 * 4)


def test_errors_at_test_times_add_up_to_the_training_error() -> None:
    tested = by_length.tested(studio(), GAUSSIAN)
    errors = [tested.exact_error(t) for t in tested.times]
    assert sympy.cancel(sum(errors) / len(errors) - tested.setting.reference.relative_mse) == 0
    assert tested.exact_error(2) > tested.exact_error(5) > 0


def test_without_the_mask_entries_off_the_diagonal_become_negative() -> None:
    reduced = Reduced(setting("ones"))
    diagonal, off, out, cross = reduced.limit
    assert off < 0 > cross
    assert diagonal * out > float(Values(reduced.setting).finite["product"] or 0)
    arrays = picture("fig2-ones").arrays
    free, masked = (arrays[f"T=6/exact/{how}/W_KQ_32"] for how in ("free", "masked"))
    assert np.all(free[~np.eye(2, dtype=bool)] < 0)
    assert np.all(masked[~np.eye(2, dtype=bool)] == 0)


@pytest.mark.slow
def test_from_gaussian_starts_every_coordinate_has_the_product_of_the_line() -> None:
    found = drawing.made(RECIPES["review-gaussian-start"], studio())
    products = [one for one in found.findings if one.what.startswith("product, j")]
    assert len(products) == 2 * len(SCALES)
    assert all(one.agrees for one in products)


def test_a_seed_draws_other_sequences_and_the_same_ones_again() -> None:
    first, again, other = (Setting.of(law_at("gaussian", TINY.d), TINY, seed).drawn[0] for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


# how it looks


def test_lines_of_a_panel_stand_at_the_exact_value_and_its_limit() -> None:
    product = picture("fig1-gaussian").figure.axes[0]
    series = [np.asarray(line.get_ydata(), dtype=np.float64) for line in product.lines]
    flat = {float(one[0]) for one in series if np.ptp(one) == 0}
    values = Values(setting())
    assert {float(value) for value in (values.finite["product"], values.limit["product"]) if value} <= flat


def test_labels_beside_a_panel_keep_apart_and_in_order() -> None:
    from matplotlib.figure import Figure

    axes = Figure(figsize=(3, 2)).subplots()
    style.beside(axes, [(0.5, "upper", "k"), (0.49, "lower", "k"), (0.9, "far", "k")])
    heights = {text.get_text(): text.get_position()[1] for text in axes.texts}
    assert heights["lower"] < heights["upper"] < heights["far"]
    assert heights["upper"] - heights["lower"] > 0.1


# files


@pytest.mark.slow
def test_files_can_be_read_back_and_are_the_same_again(folder: Path) -> None:
    told = run(PAPER, "-o", "out", "--quick", "--only", "fig1-sparse", "--json")
    assert {path.name for path in (folder / "out").iterdir()} == {
        "figures.json",
        *(f"fig1-sparse.{form}" for form in ("png", "svg", "csv", "npz")),
    }
    index = json.loads((folder / "out/figures.json").read_text())
    assert (index["d"], index["sequences"], index["seed"], index["failures"]) == (2, 400, 0, [])
    assert json.loads(told.stdout)["figures"] == index["figures"]
    (record,) = index["figures"]
    assert record["exact_values"]["product (sparse(c=1/2), d = 2, T = 6)"] == {"exact": "4", "float": 4.0}
    assert record["agrees"]
    assert all(set(one) >= {"run", "what", "exact", "found", "agrees", "kind"} for one in record["comparisons"])
    with (folder / "out/fig1-sparse.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if (row["start"], row["training"]) == ("(0.1, 0.1)", "sampled")]
    with np.load(folder / "out/fig1-sparse.npz") as loaded:
        arrays = dict(loaded)
    for name in simulation.SERIES:
        assert [float(row[name]) for row in rows] == arrays[f"T=6/sampled/(0.1, 0.1)/{name}"].tolist()
    first = {path.name: path.read_bytes() for path in (folder / "out").iterdir()}
    run(PAPER, "-o", "again", "--quick", "--only", "fig1-sparse")
    assert all(
        (folder / "again" / name).read_bytes() == content for name, content in first.items() if "npz" not in name
    )


def test_progress_ends_complete_and_never_goes_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[drawing.Progress] = []
    drawn_by(monkeypatch, "fig1-sparse", plain)
    drawn_by(monkeypatch, "fig2-ones", plain)
    draw(PAPER, "out", only=["fig1-sparse", "fig2-ones"], quick=True, progress=seen.append)
    done = [one.done for one in seen]
    assert done == sorted(done)
    assert (seen[-1].done, seen[-1].total) == (5, 5)
    assert [one.message for one in seen] == ["drawing", "written", "drawing", "written"]


@pytest.mark.parametrize("name", names(PAPER))
def test_a_figure_tells_as_many_stages_as_it_declares(name: str) -> None:
    assert len(made(name)[1]) == RECIPES[name].stages


def test_a_figure_that_fails_is_said_and_the_others_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn_by(monkeypatch, "fig1-sparse", broken)
    drawn_by(monkeypatch, "fig2-ones", plain)
    told = run(PAPER, "-o", "out", "--quick", "--only", "fig1-sparse", "--only", "fig2-ones", code=1)
    assert "fig1-sparse could not be made: ArithmeticError: nothing to draw" in told.stderr
    assert (folder / "out/fig2-ones.png").exists()
    index = json.loads((folder / "out/figures.json").read_text())
    assert [one["name"] for one in index["figures"]] == ["fig2-ones"]
    assert index["failures"] == [{"name": "fig1-sparse", "because": "ArithmeticError: nothing to draw"}]


def test_figures_of_an_earlier_run_keep_their_entries(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn_by(monkeypatch, "fig1-sparse", plain)
    drawn_by(monkeypatch, "fig2-ones", plain)

    def entries() -> dict[str, object]:
        return {one["name"]: one.get("run") for one in json.loads((folder / "out/figures.json").read_text())["figures"]}

    run(PAPER, "-o", "out", "--quick", "--only", "fig1-sparse")
    run(PAPER, "-o", "out", "--quick", "--only", "fig2-ones")
    assert entries() == {"fig1-sparse": None, "fig2-ones": None}
    run(PAPER, "-o", "out", "--quick", "--only", "fig2-ones", "--seed", "1")
    run(PAPER, "-o", "out", "--quick", "--only", "fig2-ones", "--seed", "2")
    first = {"version": __version__, "d": TINY.d, "T": TINY.T, "sequences": TINY.sequences, "seed": 0}
    assert entries() == {"fig1-sparse": first, "fig2-ones": None}
    run(PAPER, "-o", "out", "--quick", "--only", "fig2-ones", "--seed", "0")
    assert entries() == {"fig1-sparse": None, "fig2-ones": None}
    (folder / "out/fig1-sparse.svg").unlink()
    run(PAPER, "-o", "out", "--quick", "--only", "fig2-ones", "--seed", "0")
    assert entries() == {"fig2-ones": None}
    (folder / "out/figures.json").write_text('{\n  "paper": 1,\n  "version": 1,\n  "figures": [1]}')
    run(PAPER, "-o", "out", "--quick", "--only", "fig2-ones", "--seed", "0")
    assert entries() == {"fig2-ones": None}


def test_a_disagreement_is_a_sentence_and_exit_code_1(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn_by(monkeypatch, "fig2-ones", off)
    told = run(PAPER, "-o", "out", "--quick", "--only", "fig2-ones", code=1)
    assert "DISAGREES" in told.stdout
    assert "fig2-ones: exact training from here: product ended at 0.75, exact 0.5" in told.stderr


def test_interrupted_runs_keep_what_is_finished(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_: Studio) -> Picture:
        raise KeyboardInterrupt

    drawn_by(monkeypatch, "fig1-sparse", plain)
    drawn_by(monkeypatch, "fig2-ones", stopped)
    told = run(PAPER, "-o", "out", "--quick", "--only", "fig1-sparse", "--only", "fig2-ones", code=130)
    assert "interrupted: figures that were finished are in out" in told.stderr
    assert [one["name"] for one in json.loads((folder / "out/figures.json").read_text())["figures"]] == ["fig1-sparse"]


# refusals


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("zheng2025", "-o", "out"), "zhang2024, zheng2024; did you mean zheng2024?"),
        ((PAPER, "-o", "out", "--only", "fig1-gausian"), "did you mean fig1-gaussian?"),
        ((PAPER, "-o", "taken"), "a folder that can be written"),
        ((PAPER, "-o", "out", "--seed", "x"), "--seed 'x'"),
        ((PAPER,), "Missing option '-o'"),
    ],
)
def test_nonsense_is_refused_in_one_sentence_before_any_work(
    folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    (folder / "taken").write_text("")
    monkeypatch.setattr(drawing, "_drawn", pytest.fail)
    result = run(*arguments, code=2)
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_missing_matplotlib_names_the_extra(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matplotlib_settings, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"mesaproof\[plot\]"):
        draw(PAPER, "out", quick=True)
    assert not (folder / "out").exists()


@pytest.mark.slow
def test_the_table_names_every_figure_and_its_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = picture("review-small-T")
    drawn_by(monkeypatch, "review-small-T", lambda _: drawn)
    told = run(PAPER, "-o", "out", "--quick", "--only", "review-small-T").stdout
    assert re.search(r"review-small-T\s+Review thread: T = 3 and T = 10\s+24\s+\d\.\d s\.e\.\s+agrees", told)
