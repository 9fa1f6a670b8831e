"""The slope of the loss along the line, sampled: averaged over the start where nodes are at hand, drawn elsewhere."""
