"""Settings of the whole suite: how long Hypothesis searches, and that no verdict of an earlier run is taken over."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ["MESAPROOF_CACHE"] = "off"

settings.register_profile("mesaproof", max_examples=60, deadline=None, derandomize=False, print_blob=True)
settings.load_profile("mesaproof")
