"""Laws that nobody knows exactly: a sample, a density. Intervals and refutations, never a proof."""

from __future__ import annotations

from mesaproof.uncertain.density import check_density
from mesaproof.uncertain.sample import SampleReport, check_sample

__all__ = ["SampleReport", "check_density", "check_sample"]
