"""All parameters that reach the prediction: where the loss is least, and where else it has minima."""
