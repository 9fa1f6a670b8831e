"""Flows of a few scalars: polynomial fields, what they conserve, where they rest."""
