"""What an editor looks through: messages that were not answered well, the like ones together."""
