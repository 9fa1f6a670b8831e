"""What `settings` shows: a record as JSON, and a screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from symbolic.setting import Orbit, Setting
from symbolic.setting.randomness import AnyLawDraw, Draw, GaussianDraw, Haar, IIDDraw, Source, Torus
from symbolic.typeset.screen_text import with_letters

if TYPE_CHECKING:
    from rich.console import RenderableType


def settings_record(settings: Iterable[Setting]) -> dict[str, Any]:
    """The record of `settings --json`."""
    return {"settings": [_setting(setting) for setting in settings]}


def _setting(setting: Setting) -> dict[str, Any]:
    return {
        "key": setting.key,
        "sizes": [size.name for size in setting.sizes],
        "draws": [source_words(source) for source in setting.draws],
        "parameters": {name: [str(axis) for axis in shape] for name, shape in setting.blocks.items()},
        "families": list(setting.families),
        "source": setting.source,
    }


def source_words(source: Source) -> str:
    """A draw in a few words.

    >>> from symbolic.setting import Gaussian, covariance
    >>> source_words(Gaussian("x", covariance("Λ", 2)))
    'x: Gaussian, covariance Λ'
    """
    if isinstance(source, Orbit):
        start = source.start.draw
        law = "of any law" if isinstance(start, AnyLawDraw) else _draw_words(start)
        return f"{source.name}: orbit of {_turn_words(source.by)} from {start.name}, {law}"
    return f"{source.draw.name}: {_draw_words(source.draw)}"


def _turn_words(by: Torus | Haar) -> str:
    if isinstance(by, Haar):
        return f"uniform {by.group} matrices"
    return "a torus" if by.order is None else f"roots of unity of order {by.order}"


def _draw_words(draw: Draw) -> str:
    match draw:
        case GaussianDraw(covariance=spread, mean=mean, complex_=complex_):
            letter = spread.letter or ("I" if spread.axis else "1")
            factor = str(spread.factor)
            what = f"covariance {letter}" if factor == "1" else f"covariance {factor}*{letter}"
            about = "" if mean is None else f", mean {mean.name}"
            return ("complex " if complex_ else "") + f"Gaussian, {what}{about}"
        case IIDDraw(symmetric=symmetric, centred=centred):
            return "independent coordinates of one law" + (
                ", symmetric" if symmetric else ", centred" if centred else ""
            )
        case AnyLawDraw():
            return "any law"
    return type(draw).__name__


def settings_screen(settings: Iterable[Setting]) -> RenderableType:
    """The screen of `settings`: a table for each."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table

    tables = []
    for setting in settings:
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        table.add_column(setting.key)
        table.add_column(setting.source, overflow="fold")
        for name, value in _rows(setting):
            table.add_row(name, value)
        tables.append(Padding(table, (0, 0, 1, 0)))
    return Group(*tables)


def _rows(setting: Setting) -> list[tuple[str, str]]:
    sizes = ", ".join(f"{size.name} >= {size.at_least}" for size in setting.sizes)
    draws = "\n".join(with_letters(source_words(draw)) for draw in setting.draws)
    parameters = ", ".join(f"{p.name} {p.shape.removeprefix('a ')}" for p in setting.parameters)
    rows = [("sizes", sizes), ("draws", draws), ("parameters", parameters)]
    return rows + ([("families", ", ".join(setting.families))] if setting.families else [])
