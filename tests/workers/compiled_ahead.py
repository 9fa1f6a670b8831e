"""The modules of the tests are compiled once for all workers, who would otherwise all compile the same one at once."""

from __future__ import annotations

import importlib
import warnings
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def compile_from_the_end() -> None:
    """Import the modules of the tests last first: what stands in the cache of compiled modules is only read there.

    The first worker collects them from the front meanwhile, so that both meet in the middle. What cannot be imported
    or skips itself is told where it is collected.
    """
    with warnings.catch_warnings():
        for path in sorted((ROOT / "tests").rglob("test_*.py"), reverse=True):
            with suppress(Exception, pytest.skip.Exception):
                importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
