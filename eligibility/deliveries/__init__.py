"""Files of applications: read, checked, loaded beside the store and merged into it."""
