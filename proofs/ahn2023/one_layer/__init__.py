"""One layer: where its loss is least."""
