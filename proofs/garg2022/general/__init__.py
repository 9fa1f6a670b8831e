"""Errors of the trained model under any shift whose query is independent of the prompt."""
