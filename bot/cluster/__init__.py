"""Several servers behind nginx on one machine: what `deploy/` spreads over many."""
