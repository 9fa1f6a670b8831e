"""Laws out of what a person has: SciPy and SymPy distributions, arrays, files, tables, samplers.

`law_of` gives exact laws only. What has no exact moments here, a sampler or a dataset read as a sample of an unknown
law, is `sampled`: its moments come with a stated uncertainty, and no exact verdict is made of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "law_of": "mesaproof.reading.adapters.recognition",
    "exact_number": "mesaproof.reading.adapters.numbers",
    "atoms_of": "mesaproof.reading.adapters.table",
    "empirical": "mesaproof.reading.adapters.dataset",
    "from_scipy": "mesaproof.reading.adapters.scipy_law",
    "from_sympy": "mesaproof.reading.adapters.sympy_law",
    "sampled": "mesaproof.reading.adapters.sampler_law",
    "Sampled": "mesaproof.reading.adapters.sampler_law",
    "Estimate": "mesaproof.reading.adapters.sampler_law",
    "numeric_moment": "mesaproof.reading.adapters.density_law",
    "NumericMoment": "mesaproof.reading.adapters.density_law",
    "enclosure": "mesaproof.reading.adapters.enclosures",
    "MomentEnclosure": "mesaproof.reading.adapters.enclosures",
}

__all__ = [*_HOMES]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'mesaproof.reading.adapters' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
