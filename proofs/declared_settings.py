"""The procedures that proofs of claims may trust, with the settings of all papers: what is loaded to replay a proof."""

from __future__ import annotations

from functools import partial

import symbolic.goals.explicit_values  # noqa: F401
from proofs.catalogue import settings
from symbolic.goals.engine import declare
from symbolic.goals.two_diagonals import declare_squares

for _key, _paper in settings().items():
    declare(_key, partial(_paper.setting, _key))
    if _key in _paper.squares:
        declare_squares(_key, partial(_paper.squares_of, _key))
