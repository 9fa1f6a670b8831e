"""Derivations as articles: what stands in one, in which order, and how it is written in LaTeX and in Markdown."""
