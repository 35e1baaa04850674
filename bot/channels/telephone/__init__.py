"""The helpline by telephone: TwiML web-hooks of a gateway, voice and keys (docs/helpline.md)."""
