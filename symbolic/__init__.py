"""Exact mathematics: derivation, decision and printing, in SymPy and python-flint; no floating point decides here."""
