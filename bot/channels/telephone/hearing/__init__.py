"""What a speech recogniser wrote, read: numbers, letters, dates, and a few words of command."""
