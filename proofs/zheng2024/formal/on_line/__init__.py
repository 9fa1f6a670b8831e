"""The model on the line: its conditions, its gradient, its flow, by the rules."""
