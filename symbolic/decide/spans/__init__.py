"""What equations between moments imply by linear algebra: their instances, their span, certificates."""
