"""Settings of the whole suite: how long Hypothesis searches."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("mesaproof", max_examples=60, deadline=None, derandomize=False, print_blob=True)
settings.load_profile("mesaproof")
