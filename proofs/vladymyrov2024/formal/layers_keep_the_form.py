"""Layers of linear attention keep every token a linear form of what it was, with one matrix for all of them."""

from __future__ import annotations
