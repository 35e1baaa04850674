"""Custom actions, one file a topic. They ask the store or the knowledge base and name a response."""
