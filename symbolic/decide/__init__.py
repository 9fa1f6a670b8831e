"""Do hypotheses on a law force a conclusion: certificates, searches for counterexamples, exact verification."""
