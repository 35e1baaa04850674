"""The report: one HTML file for each language, with nothing loaded from elsewhere."""
