"""`draw`: the figures of a paper into a folder, with numbers and an index; one that fails does not stop the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mesaproof.errors import InputError, quoted
from mesaproof.reading.exact_text import unknown_name
from mesaproof.reading.sizes import whole

if TYPE_CHECKING:
    from mesaproof.plots.figures.picture import Picture, Studio


@dataclass(frozen=True)
class Recipe:
    """Module and function that make a figure, what it shows, and how often the function says where it is."""

    module: str
    function: str
    title: str
    stages: int

    def __call__(self, studio: Studio) -> Picture:
        make = getattr(import_module(f"mesaproof.plots.figures.{self.module}"), self.function)
        picture: Picture = make(studio)
        return picture


PAPERS: dict[str, dict[str, Recipe]] = {
    "zheng2024": {
        "fig1-gaussian": Recipe("training_curves", "gaussian", "Figure 1 (a, b): training on Gaussian starts", 4),
        "fig1-sparse": Recipe("training_curves", "sparse", "Figure 1 (c, d): training on Example 4.1", 3),
        "fig1-test-length": Recipe("by_length", "picture", "Figure 1 (b, d): the trained models at test lengths", 2),
        "fig2-ones": Recipe("learned_matrices", "picture", "Figure 2: learned matrices, x_1 = 1_d", 2),
        "review-small-T": Recipe("training_curves", "small_lengths", "Review thread: T = 3 and T = 10", 6),
        "review-gaussian-start": Recipe("gaussian_starts", "picture", "Review thread: standard initialisation", 3),
    }
}


@dataclass(frozen=True)
class Outcome:
    """One figure: its record for the index, or the sentence that says why there is none."""

    name: str
    record: dict[str, Any] | None
    failure: str | None

    @property
    def disagreements(self) -> tuple[str, ...]:
        """A sentence for each comparison that failed."""
        found = self.record["comparisons"] if self.record else []
        return tuple(
            f"{one['run']}: {one['what']} ended at {one['found']['float']:.8g}, exact {one['exact']['float']:.8g}"
            for one in found
            if not one["agrees"]
        )


@dataclass(frozen=True)
class Progress:
    """Where a call is: figure, what it does, and finished stages out of all."""

    name: str
    message: str
    done: int
    total: int


def names(paper: str) -> tuple[str, ...]:
    """The figures of a paper; raises InputError for an unknown one.

    >>> names("zheng2024")[0]
    'fig1-gaussian'
    """
    return tuple(_recipes(paper))


def draw(
    paper: str,
    folder: str | Path,
    *,
    only: Sequence[str] = (),
    quick: bool = False,
    seed: int = 0,
    progress: Callable[[Progress], None] = lambda _: None,
) -> tuple[Outcome, ...]:
    """Simulate and draw the figures of a paper: for each PNG, SVG, CSV and NPZ, and `figures.json` for all.

    `only` names some of the figures; `quick` takes d = 3 and 1000 sequences in the place of 5 and 10 000. A figure that
    cannot be made is an outcome with a failure. The index is written after every figure.

    Raises InputError for an unknown paper or figure, where Matplotlib is missing, and for a folder that cannot be
    written or has another's file under a name of these, before anything is computed.
    """
    recipes, seed = _chosen(paper, only), whole(seed, "seed")
    from mesaproof.output.folder import prepared
    from mesaproof.plots.figures import files
    from mesaproof.plots.matplotlib_settings import require_matplotlib

    require_matplotlib()
    place = prepared(folder, (files.INDEX, *(file for name in recipes for file in files.names(name))))
    from mesaproof.plots.figures.simulation import FULL, QUICK

    return _drawn(paper, recipes, place, QUICK if quick else FULL, seed, progress)


def _drawn(
    paper: str,
    recipes: dict[str, Recipe],
    place: Path,
    sizes: Any,
    seed: int,
    progress: Callable[[Progress], None],
) -> tuple[Outcome, ...]:
    from mesaproof.plots.figures.files import write_index
    from mesaproof.plots.figures.picture import Studio

    outcomes: list[Outcome] = []
    stages = _Stages(progress, sum(recipe.stages for recipe in recipes.values()))
    studio = Studio(sizes, seed, stages.told)
    for name, recipe in recipes.items():
        stages.begin(name)
        outcomes.append(_outcome(name, recipe, studio, place))
        stages.end(recipe.stages)
        write_index(place, paper, studio, outcomes)
    return tuple(outcomes)


def _outcome(name: str, recipe: Recipe, studio: Studio, place: Path) -> Outcome:
    """Any error of one figure is its failure; a full disk or a folder that went away stops the call."""
    from mesaproof.plots.figures.files import write_picture

    try:
        return Outcome(name, write_picture(name, recipe, studio, place), None)
    except InputError:
        raise
    except Exception as error:
        return Outcome(name, None, f"{type(error).__name__}: {error}")


class _Stages:
    """Counts what figures tell; a figure that tells less than expected is complete when it ends."""

    def __init__(self, progress: Callable[[Progress], None], total: int) -> None:
        self._progress, self._total = progress, total
        self._name, self._before, self._within = "", 0, 0

    def begin(self, name: str) -> None:
        self._name, self._within = name, 0

    def told(self, message: str) -> None:
        self._progress(Progress(self._name, message, self._before + self._within, self._total))
        self._within += 1

    def end(self, stages: int) -> None:
        self._before += stages
        self._progress(Progress(self._name, "written", self._before, self._total))


def _recipes(paper: str) -> dict[str, Recipe]:
    if paper not in PAPERS:
        raise unknown_name(f"the paper {quoted(paper)}", paper, sorted(PAPERS), "one of the papers")
    return PAPERS[paper]


def _chosen(paper: str, only: Sequence[str]) -> dict[str, Recipe]:
    recipes = _recipes(paper)
    for name in only:
        if name not in recipes:
            raise unknown_name(f"the figure {quoted(name)}", name, list(recipes), "one of the figures")
    return {name: recipe for name, recipe in recipes.items() if not only or name in only}
