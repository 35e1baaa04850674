"""The command line, `bin/taghtia`."""
