"""A law as a picture: its starts, the flow in the (a, b)-plane, and what the full model learns. Needs Matplotlib."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from mesaproof.answers.asking import PAPER, answer
from mesaproof.errors import PATH_LENGTH, InputError, printable, quoted, shortened
from mesaproof.output.file import reason, replaced
from mesaproof.output.folder import require_own
from mesaproof.output.marks import archive, picture
from mesaproof.plots.matplotlib_settings import drawn_with, require_matplotlib

if TYPE_CHECKING:
    from matplotlib.figure import Figure, SubFigure

    from proofs.zheng2024.answers.law_report import LawReport
    from proofs.zheng2024.answers.scene import Scene, Training

FORMATS = (".png", ".svg")
NAME, OPTION = "check", "--plot"
DOTS = 300
SIZE = (10.2, 4.5)
"""In inches."""

COLUMNS = 54
"""Width of a caption in a panel of width 1, in characters."""

LONGEST_TITLE, LONGEST_SAID = 120, 300


@dataclass(frozen=True, eq=False)
class Drawing:
    """A figure, and the arrays that it shows by name."""

    figure: Figure
    arrays: dict[str, Any]


def draw(
    report: LawReport, path: str | Path, *, seed: int = 0, progress: Callable[[str], None] = lambda _: None
) -> tuple[Path, ...]:
    """Draw what `check` found: the start law, the flow in the (a, b)-plane, the learned matrices; returns the files.

    A path that ends in .png or .svg is that file, with its arrays in an .npz file beside it; one without an ending is a
    folder, made where it is missing, of check.png, check.svg and check.npz. In the place of a symbolic d or T the sizes
    of the simulations of `check` are drawn, and named. What cannot be drawn or trained is said in words in its panel.

    Raises InputError where Matplotlib is missing, for another ending, where nothing can be written, and where a file
    that was not named itself is of somebody else.
    """
    pictures = targets(path)
    return written(drawing(report, seed, progress), pictures)


def targets(path: str | Path) -> tuple[Path, ...]:
    """The pictures that a path asks for, its folder made and tried; raises InputError as `draw` does."""
    require_matplotlib()
    place, given = Path(path), str(path)
    if not given.strip() or "\0" in given:
        raise InputError(f"a picture {quoted(given, PATH_LENGTH)}", "a file in .png or .svg, or a folder")
    try:
        with suppress(FileNotFoundError):
            place.stat()
        if place.suffix and not place.is_dir() and not given.endswith("/"):
            if place.suffix.lower() not in FORMATS:
                raise InputError(f"a picture {quoted(given, PATH_LENGTH)}", "a file in .png or .svg, or a folder")
            _try(place.parent)
            require_own([_arrays((place,))], OPTION)
            return (place,)
        _try(place)
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise _unwritable(given, error) from None
    pictures = tuple(place / f"{NAME}{form}" for form in FORMATS)
    require_own([*pictures, _arrays(pictures)], OPTION)
    return pictures


def _try(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=folder):
        return


def _unwritable(path: str, error: Exception) -> InputError:
    return InputError(
        f"a picture at {quoted(path, PATH_LENGTH)}: {reason(error)}", "a file or folder that can be written"
    )


def written(made: Drawing, pictures: tuple[Path, ...]) -> tuple[Path, ...]:
    """Write a drawing to each picture, and its arrays beside the first, all or none.

    The arrays, whose name nobody gave, are not written over a file of somebody else: InputError, as where writing
    fails.
    """
    with drawn_with(_style()):
        files = {place: picture(made.figure, place.suffix[1:].lower(), DOTS) for place in pictures}
    files[_arrays(pictures)] = archive(made.arrays, compressed=True)
    require_own([_arrays(pictures)], OPTION)
    try:
        replaced(files)
    except OSError as error:
        raise _unwritable(str(pictures[0]), error) from None
    return tuple(files)


def _arrays(pictures: tuple[Path, ...]) -> Path:
    return pictures[0].with_suffix(".npz")


def drawing(report: LawReport, seed: int = 0, progress: Callable[[str], None] = lambda _: None) -> Drawing:
    """The figure of a report with its arrays; raises InputError where Matplotlib is missing."""
    require_matplotlib()
    from matplotlib.figure import Figure

    scene: Scene = answer(PAPER, "scene").of(report)
    training = scene.trained(progress)
    progress("drawing")
    with drawn_with(_style()):
        figure = Figure(figsize=SIZE, layout="constrained")
        panels = _start(scene, report, seed), _plane(scene, training), _learned(scene, training)
        widths = [panel.width for panel in panels]
        parts: Any = figure.subfigures(1, len(panels), width_ratios=widths)
        captions = [panel.caption(part) for panel, part in zip(panels, parts, strict=True)]
        lines = max(caption.count("\n") for caption in captions)
        for panel, part, caption in zip(panels, parts, captions, strict=True):
            _captioned(part, panel.title, caption + "\n" * (lines - caption.count("\n")))
        figure.suptitle(_title(report, scene), x=0.01, ha="left", fontsize=11, fontweight="bold", parse_math=False)
    return Drawing(figure, {name: array for panel in panels for name, array in panel.arrays.items()})


@dataclass(frozen=True, eq=False)
class Panel:
    """A third of the figure: `draw` fills it and returns the lines of its caption, which are folded."""

    title: str
    width: float
    draw: Callable[[SubFigure], str]
    arrays: dict[str, Any]

    def caption(self, part: SubFigure) -> str:
        return "\n".join(fill(_unbroken(line), int(COLUMNS * self.width)) for line in self.draw(part).split("\n"))


def _style() -> Any:
    from mesaproof.plots.figures.style import STYLE

    sizes = {"font.size": 8.5, "axes.labelsize": 8.5, "xtick.labelsize": 8, "ytick.labelsize": 8}
    return {**STYLE, **sizes}


def _title(report: LawReport, scene: Scene) -> str:
    law = shortened(printable(report.given or report.law.description), LONGEST_TITLE)
    sizes = (f"{name} = {size}" for name, size in (("d", report.d), ("T", report.T)) if isinstance(size, int))
    return ",  ".join((law, *sizes)) + (f"  ({scene.chosen})" if scene.chosen else "")


def _unbroken(words: str) -> str:
    """The words with no break within `name = value`."""
    return words.replace(" = ", "\u00a0=\u00a0")


def _captioned(part: SubFigure, title: str, caption: str) -> None:
    part.suptitle(title, x=0.02, ha="left", fontsize=9.5)
    part.supxlabel(caption, x=0.02, ha="left", fontsize=7.5, parse_math=False, linespacing=1.3)


def _in_words(title: str, width: float, words: str, caption: str = "") -> Panel:
    """A panel that says why there is no picture in it."""

    def draw(part: SubFigure) -> str:
        axes = part.subplots()
        axes.axis("off")
        axes.set_box_aspect(1)
        how: Any = {"ha": "center", "va": "center", "fontsize": 9, "parse_math": False, "linespacing": 1.4}
        said = shortened(printable(words[0].upper() + words[1:]), LONGEST_SAID)
        axes.text(0.5, 0.5, fill(_unbroken(said), 36), transform=axes.transAxes, **how)
        return caption

    return Panel(title, width, draw, {})


def _start(scene: Scene, report: LawReport, seed: int) -> Panel:
    from mesaproof.plots.check_plots.start import Starts, draw_start, moments

    title, width, starts = "(a)  start law", 1.0, Starts.of(scene, seed)
    if starts is None:
        return _in_words(title, width, f"d = {scene.law.d} is too large for draws.", moments(report))

    def draw(part: SubFigure) -> str:
        said = draw_start(part.subplots(), starts)
        return f"{moments(report)}.\n{said[0].upper()}{said[1:]}."

    return Panel(title, width, draw, starts.arrays)


def _plane(scene: Scene, training: Training) -> Panel:
    from mesaproof.plots.check_plots.plane import draw_paths, draw_plane

    title, width = "(b)  flow in the (a, b)-plane", 1.12
    if not scene.leftover and not scene.obstacle:
        plane = scene.plane
        arrays = {"plane_starts": np.array(plane.starts), "plane_limits": np.array(plane.limits)}
        return Panel(title, width, lambda part: draw_plane(part.subplots(), scene, plane, training), arrays)
    if training.paths:
        left = "(b)  training leaves the line"
        return Panel(left, width, lambda part: draw_paths(part.subplots(), scene, training), {})
    return _in_words(title, width, "the line is not invariant; " * bool(scene.leftover) + f"{training.because}.")


def _learned(scene: Scene, training: Training) -> Panel:
    from mesaproof.plots.check_plots.matrices import draw_matrices

    title, width = "(c)  learned matrices", 1.0
    if not training.paths:
        return _in_words(title, width, f"not trained: {training.because}.")

    def draw(part: SubFigure) -> str:
        upper, lower = part.subplots(2, 1, height_ratios=(1, 2))
        return draw_matrices((upper, lower), scene, training)

    return Panel(title, width, draw, _paths(training))


def _paths(training: Training) -> dict[str, Any]:
    """Times, a, b and off-line size of every path, and the six blocks at the end of the first."""
    found: dict[str, Any] = dict(training.paths[0].trajectory.last)
    for number, path in enumerate(training.paths):
        run = path.trajectory
        series = {"times": run.times, "a": run.a, "b": run.b, "off_line": run.off_line, "losses": run.losses}
        found |= {f"path{number}_{name}": values for name, values in series.items()}
    return found
