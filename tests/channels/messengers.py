"""A messenger's channel on a real port, with the tests' own gate."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from sanic import Sanic, response

import bot.channels.messaging.channel as module
import bot.channels.web.channel as web
from tests.channels.platforms import Platforms
from tests.serving import serving


@contextmanager
def serving_messenger(channel: type, rasa, settings, platforms: Platforms) -> Iterator[str]:
    """A server with one messenger's channel; yields its address.

    Args:
        settings: the fixture of the same name, whose gate is used.
    """
    settings.setattr(module, "gate_from_environment", web.gate_from_environment)
    for name, value in platforms.settings().items():
        settings.setenv(name, value)
    app = Sanic(f"messenger_{uuid.uuid4().hex}", configure_logging=False)
    app.blueprint(channel().blueprint(rasa), url_prefix=f"/webhooks/{channel.name()}")
    # A server has other addresses, too; without any Sanic cannot even answer 404.
    app.add_route(lambda request: response.text("ok"), "/health")
    with serving(app) as address:
        yield address
