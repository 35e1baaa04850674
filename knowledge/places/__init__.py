"""Moroccan places: what people call them, and which one they mean."""
