"""Text messages to callers: one protocol, a sender for each service, chosen by a setting."""
