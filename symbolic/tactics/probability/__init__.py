"""Tactics about what is drawn from laws."""
