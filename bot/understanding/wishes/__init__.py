"""The two wishes that a message may hold."""
