"""What commands print: laws, gradients, answers, claims."""
