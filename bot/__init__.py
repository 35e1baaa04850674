"""What runs inside the Rasa server, and the command line."""
