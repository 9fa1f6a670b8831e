"""Every view of a record: terminal, JSON, notebook, HTML, LaTeX, PDF."""
