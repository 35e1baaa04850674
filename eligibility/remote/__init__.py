"""The fund's own service, asked over HTTPS; its contract is docs/remote-source.openapi.yml."""
