"""Laws out of what a person has: SciPy and SymPy distributions, arrays, files, tables, samplers.

`law_of` gives exact laws only. What has no exact moments here, a sampler or a dataset read as a sample of an unknown
law, is `sampled`: its moments come with a stated uncertainty, and no exact verdict is made of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "law_of": "mesaproof.adapters.recognition",
    "exact_number": "mesaproof.adapters.numbers",
    "atoms_of": "mesaproof.adapters.table",
    "empirical": "mesaproof.adapters.dataset",
    "from_scipy": "mesaproof.adapters.scipy_law",
    "from_sympy": "mesaproof.adapters.sympy_law",
    "sampled": "mesaproof.adapters.sampler_law",
    "Sampled": "mesaproof.adapters.sampler_law",
    "Estimate": "mesaproof.adapters.sampler_law",
    "numeric_moment": "mesaproof.adapters.density_law",
    "NumericMoment": "mesaproof.adapters.density_law",
    "enclosure": "mesaproof.adapters.enclosures",
    "MomentEnclosure": "mesaproof.adapters.enclosures",
}

__all__ = [*_HOMES]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'mesaproof.adapters' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
