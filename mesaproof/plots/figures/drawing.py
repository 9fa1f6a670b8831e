"""`draw`: the figures of a paper into a folder, with numbers and an index; one that fails does not stop the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from mesaproof.answers.asking import answer
from mesaproof.errors import InputError, quoted
from mesaproof.plots.figures.outcome import Outcome
from mesaproof.reading.exact_text import unknown_name
from mesaproof.reading.sizes import whole

if TYPE_CHECKING:
    from mesaproof.plots.figures.picture import Picture
    from proofs.figure import Recipe, Studio


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
    return tuple(answer(paper, "figures"))


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
    stages = _Stages(progress, sum(recipe.stages for recipe in recipes.values()))
    return _drawn(paper, recipes, place, answer(paper, "studio")(quick, seed, stages.told), stages)


def _drawn(
    paper: str, recipes: Mapping[str, Recipe], place: Path, studio: Studio, stages: _Stages
) -> tuple[Outcome, ...]:
    from mesaproof.plots.figures.files import write_index

    outcomes: list[Outcome] = []
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
        return Outcome(name, write_picture(name, recipe.title, lambda: made(recipe, studio), place), None)
    except InputError:
        raise
    except Exception as error:
        return Outcome(name, None, f"{type(error).__name__}: {error}")


def made(recipe: Recipe, studio: Studio) -> Picture:
    """Simulate and draw one figure."""
    from mesaproof.plots.figures.picture import Picture

    contents = recipe.contents(studio)
    module, _, function = recipe.drawing.partition(":")
    return Picture.of(contents, getattr(import_module(f"mesaproof.plots.figures.{module}"), function)(contents))


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


def _chosen(paper: str, only: Sequence[str]) -> Mapping[str, Recipe]:
    recipes = answer(paper, "figures")
    for name in only:
        if name not in recipes:
            raise unknown_name(f"the figure {quoted(name)}", name, list(recipes), "one of the figures")
    return {name: recipe for name, recipe in recipes.items() if not only or name in only}
