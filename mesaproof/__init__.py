"""Exact proofs, exact refutations and independent numerical checks for statements about in-context learning.

>>> import mesaproof as mp
>>> mp.check("gaussian", d=1, T=4).ab_limit
1/5
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "law": "mesaproof.law_spec",
    "InputError": "mesaproof.errors",
    "check": "mesaproof.checking",
    "LawReport": "mesaproof.checking",
    "enclosure": "mesaproof.adapters.enclosures",
    "check_sample": "mesaproof.uncertain",
    "check_density": "mesaproof.uncertain",
    "SampleReport": "mesaproof.uncertain",
    "gradient": "mesaproof.gradients",
    "verify": "mesaproof.verifying",
    "Verdicts": "mesaproof.verifying",
    "derivation": "mesaproof.documents",
    "decide": "mesaproof.deciding",
    "leftover": "mesaproof.deciding",
    "mutants": "mesaproof.mutants",
    "flow": "mesaproof.flowing",
    "FlowReport": "mesaproof.flowing",
    "train": "mesaproof.training",
    "TrainingRun": "mesaproof.training_run",
    "sweep": "mesaproof.sweeps",
    "check_properties": "mesaproof.properties",
    "assert_properties": "mesaproof.properties",
    "hunt": "mesaproof.strategies",
    "claim": "proofs.claim",
    "crosscheck": "proofs.claim",
    "Claim": "proofs.claim",
    "Verdict": "proofs.claim",
    "Law": "symbolic.laws",
    "LawFamily": "symbolic.laws",
    "Hypotheses": "symbolic.hypotheses",
    "Conclusion": "symbolic.conclusions",
    "line_invariant": "symbolic.invariance",
    "moment_is": "symbolic.conclusions",
    "Pattern": "symbolic.moments",
    "Equals": "symbolic.conditions",
    "vanishes": "symbolic.conditions",
    "SameForAll": "symbolic.conditions",
    "MixedMomentsVanish": "symbolic.conditions",
    "SignFlips": "symbolic.invariances",
    "Permutations": "symbolic.invariances",
    "Independent": "symbolic.invariances",
    "Values": "symbolic.invariances",
    "Finite": "symbolic.finiteness",
    "MomentsOf": "symbolic.marginals",
    "Support": "symbolic.supports",
    "OnLine": "symbolic.start_conditions",
    "StartCondition": "symbolic.start_conditions",
    "Recovers": "symbolic.recovery",
}
"""Where each public name lives; it is imported when it is first used."""

VIEWS = (
    "mesaproof.notebook",
    "mesaproof.notebook_matrices",
    "mesaproof.law_markup",
    "mesaproof.claim_markup",
    "mesaproof.uncertain.views",
)
"""Modules that register what notebooks show; imported when something is first shown."""

__all__ = ["__version__", *_HOMES]


PART_OF = f"mesaproof {__version__}"
"""What our other packages call themselves part of, so that they are recognised wherever they lie."""


class ForeignPackage(ImportError):
    """A package of another project is found under one of our names."""


def require_own_packages(names: tuple[str, ...] = ("symbolic", "numeric_check", "proofs")) -> None:
    """Raise ForeignPackage when a package of another project or version is found under one of our names.

    Not asked when this package is imported: pytest does so, for the plugin, in every project.
    """
    for name in names:
        if not _is_own(name):
            from mesaproof.installation import foreign

            raise ForeignPackage(foreign(name))


def _is_own(name: str) -> bool:
    """Whether a package is part of this one; a stranger's is not run to find out."""
    if name in sys.modules:
        return getattr(sys.modules[name], "__part_of__", None) == PART_OF
    spec = find_spec(name)
    compiled = getattr(spec and spec.loader, "get_code", None)
    if compiled is None:
        return False
    try:
        code = compiled(name)
    except (ImportError, OSError, SyntaxError, ValueError):
        return False
    return code is not None and "__part_of__" in code.co_names and PART_OF in code.co_consts


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'mesaproof' has no attribute {name!r}")
    require_own_packages()
    _show_in_notebooks()
    return getattr(import_module(_HOMES[name]), name)


def _show_in_notebooks() -> None:
    from symbolic.views import provided_by

    for module in VIEWS:
        provided_by(module)


def __dir__() -> list[str]:
    return sorted(__all__)
