"""Hand-overs to a centre's own Chatwoot, through its documented API and web-hooks."""
