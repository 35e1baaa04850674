"""Tells people of what they asked to be told of; run by the command line, beside the server."""
