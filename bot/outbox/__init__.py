"""What was said in each conversation, kept for a while, so that it can be shown again."""

from bot.outbox.message import Author, Message, StoredMessage
from bot.outbox.outbox import Outbox

__all__ = ["Author", "Message", "Outbox", "StoredMessage"]
