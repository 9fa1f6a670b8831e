"""Alterations of the toolkit itself: conventions, counts, moments, samplers, the second route."""
