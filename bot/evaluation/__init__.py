"""Measures understanding and place search on labelled files."""
