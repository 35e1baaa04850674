"""The WhatsApp channel in a process of its own, with an echo in Rasa's place: it can be killed.

`python -m tests.messaging.echo_server PORT`
"""

from __future__ import annotations

import sys

from rasa.core.channels.channel import UserMessage
from sanic import Sanic, response

import handover.migrations
from bot.channels.whatsapp.channel import WhatsAppChannel
from handover.database import handover_url


async def echo(message: UserMessage) -> None:
    answer = {"text": f"re: {message.text}", "metadata": {"language": "fr"}}
    await message.output_channel.send_response(message.sender_id, answer)


def main() -> None:
    # As the serve command does.
    handover.migrations.upgrade(handover_url())
    app = Sanic("echo", configure_logging=False)
    app.blueprint(WhatsAppChannel().blueprint(echo), url_prefix="/webhooks/whatsapp")

    @app.get("/health")
    async def health(_):
        return response.text("ok")

    app.run("127.0.0.1", int(sys.argv[1]), workers=1, access_log=False)


if __name__ == "__main__":
    main()
