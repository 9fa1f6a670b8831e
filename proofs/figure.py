"""A figure of a paper that can be made again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Recipe:
    """What a figure shows, and who draws it: `module:function` of the room of drawings, which says so many stages."""

    drawing: str
    title: str
    stages: int
