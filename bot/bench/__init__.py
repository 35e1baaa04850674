"""Measures the assistant's speed and size on this machine."""
