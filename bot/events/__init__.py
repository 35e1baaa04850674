"""What Rasa tells of conversations, on its way to the analytics store."""
