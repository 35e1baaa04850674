"""The editor's page: what students said that was not understood becomes training data."""
