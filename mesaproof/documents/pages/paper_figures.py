"""Figures of papers on the start page of a report: simulated in small sizes and drawn for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from proofs.catalogue import papers

FOLDER = "figures"


@dataclass(frozen=True)
class PaperFigure:
    """A picture as SVG with what it shows, and how its numbers compare with exact ones; without one, why not."""

    paper: str
    name: str
    title: str
    caption: str
    compared: str
    disagrees: bool
    svg: str

    @property
    def place(self) -> str:
        """Its file, relative to the report."""
        return f"{FOLDER}/{self.paper}-{self.name}.svg"


def paper_figures(keys: Iterable[str], seed: int, told: Callable[[str], None]) -> tuple[PaperFigure, ...]:
    """The figures of those papers that have some, in small sizes; one that fails is there with the reason.

    Raises InputError where Matplotlib is missing.
    """
    drawing = [key for key in keys if key in papers() and papers()[key].answer("figures")]
    return tuple(figure for key in drawing for figure in _drawn(key, seed, told))


def _drawn(key: str, seed: int, told: Callable[[str], None]) -> list[PaperFigure]:
    from mesaproof.plots.figures import draw

    with TemporaryDirectory() as folder:
        outcomes = draw(key, folder, quick=True, seed=seed, progress=lambda now: told(f"drawing {key}: {now.name}"))
        found = []
        for one in outcomes:
            if one.record is None:
                found.append(PaperFigure(key, one.name, one.name, "", f"Not drawn: {one.failure}", True, ""))
                continue
            svg = Path(folder, f"{one.name}.svg").read_text(encoding="utf-8")
            off, count = one.disagreements, len(one.record["comparisons"])
            compared = "; ".join(off) or f"{count} sampled numbers agree with exact ones." if count else ""
            title, caption = one.record["title"], one.record["caption"]
            found.append(PaperFigure(key, one.name, title, caption, compared, bool(off), svg))
        return found
