"""Formulas of claims, altered one place at a time: whether their proofs carry over, and whether they are false."""
