"""Formulas, derivations and sentences in print."""
