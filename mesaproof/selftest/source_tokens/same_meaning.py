"""Mutants that mean the same as the source they alter, or nothing that an answer rests on: each with its reason."""

from __future__ import annotations

REASONS: dict[str, str] = {}
"""By id."""
