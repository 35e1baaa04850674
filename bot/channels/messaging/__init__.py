"""What WhatsApp, Messenger and Telegram share: inbox, outgoing queue, dialogue and web-hook."""
