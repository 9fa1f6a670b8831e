"""Settings of the whole suite: how long Hypothesis searches, and that no verdict of an earlier run is taken over."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

os.environ["MESAPROOF_CACHE"] = "off"

SEARCHING = "MESAPROOF_FUZZ" in os.environ
"""Long searches draw new examples each time; the default suite draws the same ones, so that it repeats."""

settings.register_profile("mesaproof", max_examples=60, deadline=None, derandomize=not SEARCHING, print_blob=True)
settings.load_profile("mesaproof")


@pytest.fixture
def kept_verdicts(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Verdicts that another test of this run has computed may be taken over, also from another worker."""
    run = tmp_path_factory.getbasetemp()
    shared = run.parent if os.environ.get("PYTEST_XDIST_WORKER") else run
    monkeypatch.setenv("MESAPROOF_CACHE", str(shared / "verdicts"))
