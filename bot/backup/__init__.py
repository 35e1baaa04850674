"""Copies of every store while the servers run, and putting one back; never the vault, nor a key."""
