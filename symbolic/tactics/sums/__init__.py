"""Sums over places, times and powers, evaluated and turned by rules."""
