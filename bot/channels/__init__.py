"""One file a platform; every channel hands its messages to the gate."""
