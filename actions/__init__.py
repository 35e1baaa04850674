"""Custom actions, one file a topic: they ask the store or the knowledge, and name a response."""
