"""The chat page at `/` and its files."""
