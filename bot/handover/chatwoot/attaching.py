"""Puts the bridge to Chatwoot into the server, where one is configured."""

from __future__ import annotations

import asyncio

from aiohttp import ClientSession
from sanic import Sanic

from bot.handover.chatwoot.bridge import Bridge
from bot.handover.chatwoot.client import ChatwootClient
from bot.handover.chatwoot.settings import ChatwootSettings
from bot.handover.chatwoot.webhook import Webhook
from bot.handover.service import HandoverService

ACCOUNT = "chatwoot"


def attach_chatwoot(app: Sanic, service: HandoverService, settings: ChatwootSettings) -> None:
    """Add the web-hook's address and the worker; `service` is the application's."""
    agent_id = service.store.accounts.external(ACCOUNT, settings.shown_as)
    webhook = Webhook(service.store, service.delivering, settings.secret, agent_id)
    app.blueprint(webhook.blueprint())

    @app.listener("after_server_start")
    async def start(running: Sanic, _: asyncio.AbstractEventLoop) -> None:
        running.ctx.chatwoot_http = ClientSession()
        client = ChatwootClient(settings, running.ctx.chatwoot_http)
        running.ctx.chatwoot = asyncio.create_task(Bridge(service.store, client).work())

    @app.listener("before_server_stop")
    async def stop(running: Sanic, _: asyncio.AbstractEventLoop) -> None:
        running.ctx.chatwoot.cancel()
        await running.ctx.chatwoot_http.close()
