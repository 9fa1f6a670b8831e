"""Figures in a report: those of the papers shown, as files beside the page, and one that fails with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from mesaproof.documents.pages import page_folder, paper_figures
from mesaproof.plots.figures.outcome import Outcome

CLAIM = "vonoswald2023b/woodbury"


@pytest.mark.slow
def test_figures_stand_beside_the_page(tmp_path: Path) -> None:
    page_folder.report(tmp_path, [CLAIM], exact_only=True, figures=True)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert '<img src="figures/vonoswald2023b-mesa-layer.svg"' in page
    assert "sampled numbers agree with exact ones" in page
    drawn = (tmp_path / "figures" / "vonoswald2023b-mesa-layer.svg").read_text(encoding="utf-8")
    assert "</svg>" in drawn
    assert "<script" not in drawn
    assert 'href="http' not in drawn


def test_a_figure_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = (Outcome("curve", None, "no samples"),)
    monkeypatch.setattr("mesaproof.plots.figures.draw", lambda *_, **__: outcomes)
    (found,) = paper_figures.paper_figures(["vonoswald2023b", "newton"], 0, lambda _: None)
    assert (found.name, found.svg, found.disagrees) == ("curve", "", True)
    assert "no samples" in found.compared
