"""Queries of another law, and queries that are made of the prompt."""
