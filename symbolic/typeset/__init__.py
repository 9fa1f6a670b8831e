"""Formulas, derivations and sentences in print: LaTeX, HTML and plain text, whatever document they go to."""
