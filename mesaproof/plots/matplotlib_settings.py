"""Matplotlib as this program uses it: its defaults and our style, whatever a matplotlibrc or the environment asks for.

Figures are made without pyplot, so that no window and no backend of the surroundings is involved: PNG is drawn by Agg.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from mesaproof.errors import InputError
from mesaproof.terminal.installation import extra

BACKEND = "MPLBACKEND"


def require_matplotlib() -> None:
    """Import Matplotlib; raises InputError where it is not installed or stops."""
    if find_spec("matplotlib") is None:
        raise InputError("plots without Matplotlib", "the extra mesaproof[plot]", f"run {extra('plot')}")
    if "matplotlib" in sys.modules:
        return
    backend = os.environ.pop(BACKEND, None)
    try:
        matplotlib = import_module("matplotlib")
    except (
        Exception
    ) as error:  # it reads files of the surroundings when it is imported, and raises what they make of it
        said = " ".join(f"{type(error).__name__}: {error}".split())
        hint = "a file named matplotlibrc, or a folder that it cannot write, may be at fault"
        raise InputError(f"Matplotlib, which stops with {said}", "one that can be imported", hint) from error
    finally:
        if backend is not None:
            os.environ[BACKEND] = backend
    with suppress(ValueError):
        if backend:
            matplotlib.rcParams["backend"] = backend


@contextmanager
def drawn_with(style: Any) -> Iterator[None]:
    """Matplotlib's defaults with a style over them; what the surroundings have set is back afterwards."""
    require_matplotlib()
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(style)
        yield
