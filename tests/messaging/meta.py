"""Meta in a process of its own: takes messages, reports them, and says what it took.

`python -m tests.messaging.meta PORT WEBHOOK` serves the Graph API; `GET /taken/texts` gives how
often each text was sent, `GET /taken/people` how much each person was sent.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter

import aiohttp
from sanic import Sanic, response

from tests.channels import graph_api as whatsapp

REPORT_SECONDS, REPORTED_AT_ONCE = 0.2, 100
PATIENCE = aiohttp.ClientTimeout(total=10)


def graph_app(webhook: str) -> Sanic:
    """The Graph API; what it takes is reported to the web-hook."""
    app, api = Sanic("meta", configure_logging=False), whatsapp.GraphApi()

    @app.post("/<_version>/<_sender>/messages")
    async def messages(request, _version, _sender):
        status, answer = api.handle(request.json, request.headers)
        return response.json(answer, status)

    @app.get("/taken/texts")
    async def texts(_):
        return response.json(Counter(api.texts()))

    @app.get("/taken/people")
    async def people(_):
        return response.json(Counter(sent["to"] for sent in api.sent))

    @app.after_server_start
    async def begin(app, _):
        app.add_task(report(webhook, api))

    return app


async def report(webhook: str, api: whatsapp.GraphApi) -> None:
    """For ever: report what was taken, and again until it is acknowledged."""
    reported = 0
    async with aiohttp.ClientSession(timeout=PATIENCE) as http:
        while True:
            sent = api.sent[reported : reported + REPORTED_AT_ONCE]
            states = (whatsapp.status("sent", m["biz_opaque_callback_data"]) for m in sent)
            body = whatsapp.hook(statuses=tuple(states))
            if sent and await whatsapp.is_acknowledged(http, webhook, body):
                reported += len(sent)
            else:
                await asyncio.sleep(REPORT_SECONDS)


def main() -> None:
    port, webhook = int(sys.argv[1]), sys.argv[2]
    graph_app(webhook).run("127.0.0.1", port, workers=1, access_log=False)


if __name__ == "__main__":
    main()
