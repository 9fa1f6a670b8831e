"""Long lists of parameters: by default a test runs on a seeded sample of its own, with `-m slow` on the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from random import Random

import pytest


def leave_out(items: Iterable[pytest.Item]) -> None:
    """Of each test that is marked `sampled(n)` all but n of its parameters, drawn by its name, become slow.

    Those of a test that are named on the command line are a list of their own: who asks for one gets it.
    """
    alike = defaultdict(list)
    for item in items:
        marker = item.get_closest_marker("sampled")
        if marker and not item.get_closest_marker("slow"):
            alike[item.nodeid.partition("[")[0], *marker.args].append(item)
    for (name, size), found in alike.items():
        kept = Random(name).sample(range(len(found)), min(size, len(found)))
        for place, item in enumerate(found):
            if place not in kept:
                item.add_marker(pytest.mark.slow)
