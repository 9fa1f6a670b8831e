"""Exact mathematics: derivation, decision and printing, in SymPy and python-flint; no floating point decides here."""

__part_of__ = "mesaproof 0.2.0"
