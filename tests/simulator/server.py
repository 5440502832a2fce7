# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP of one device: what comes before a request is understood, routing, sending the answer."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import parse_qsl, unquote

from aiohttp import web
from multidict import CIMultiDict

from . import faults as f
from .alert_stream import AlertStream
from .answers import DROP, HTML, Answer
from .auth import Outcome
from .body import Body, ConnectionBroken
from .device import Device
from .doorkeeper import REFUSALS, Doorkeeper
from .intake import PATH as FIRMWARE_PATH
from .intake import take_firmware
from .isapi import Context, Match, find
from .isapi.events import ALERT_STREAM
from .lifecycle import DeviceState
from .profiles.model import Unsupported
from .record import Request, Upload
from .spoiling import spoil

ACTIVATION_PATH = "/sdk/activatestatus"
REQUESTS_PER_CONNECTION = 100
BOOTING_PAGE = b"<html><head><title>Document Error: Internal Server Error</title></head><body></body></html>\n"
MISSING_PAGE = b"<html><body><h2>Access Error: 404 -- Not Found</h2></body></html>\n"


@dataclass(slots=True)
class Exchange:
    """One request with everything that belongs to it."""

    request: web.BaseRequest
    context: Context
    entry: Request
    body: Body
    upload: Upload | None = None

    async def refuse(self, answer: Answer, outcome: str) -> Answer:
        """Let the body arrive, as devices do, and answer without having used it."""
        await self.body.drain()
        if self.upload is not None:
            self.upload.outcome = outcome
        return answer


class DeviceHttp:
    """Answers the requests for one device."""

    def __init__(self, device: Device) -> None:
        self.device = device
        self.doorkeeper = Doorkeeper(device)
        self.alert_stream = AlertStream(device)
        self.requests_left: dict[int, int] = {}
        """Of each open connection, by the id of its protocol."""

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Entry point for aiohttp's low-level server."""
        started = time.perf_counter()
        exchange = self._begin(request)
        try:
            answer = await self._answer(exchange)
            if isinstance(answer, web.StreamResponse):
                return answer
            return await self._send(exchange, answer)
        finally:
            exchange.entry.seconds = time.perf_counter() - started
            self.device.record.end()

    def _begin(self, request: web.BaseRequest) -> Exchange:
        device = self.device
        device.advance()
        path, _unused, query_text = request.raw_path.partition("?")
        query = dict(parse_qsl(query_text, keep_blank_values=True)) if query_text else {}
        entry = device.record.begin(device.clock.now(), request.method, path, tuple(query))
        entry.state = device.state
        context = Context(
            device=device,
            method=request.method,
            path=unquote(path).rstrip("/") or "/",
            query=query,
            headers=request.headers,
            client=request.remote or "",
        )
        exchange = Exchange(request, context, entry, Body(request, entry))
        if context.path.lower() == FIRMWARE_PATH.lower() and context.method in ("PUT", "POST"):
            exchange.upload = self._begin_upload(context, exchange.body)
        return exchange

    def _begin_upload(self, context: Context, body: Body) -> Upload:
        multipart = context.headers.get("Content-Type", "").startswith("multipart/form-data")
        upload = Upload(context.method, "multipart" if multipart else "raw", body.declared, body.chunked, body.expect)
        self.device.record.uploads.append(upload)
        return upload

    async def _answer(self, exchange: Exchange) -> Answer | web.StreamResponse:
        try:
            answer = await self._before_routing(exchange) or await self._route(exchange)
            if isinstance(answer, Answer):
                answer = await spoil(exchange.context, answer)
            return answer
        except ConnectionBroken:
            return DROP
        finally:
            if exchange.upload is not None:
                exchange.upload.bytes = exchange.body.received
                self.device.record.counters.upload_bytes += exchange.body.received

    async def _before_routing(self, exchange: Exchange) -> Answer | None:
        """Booting, activation, authentication, being busy; None when nothing is in the way."""
        device, context = self.device, exchange.context
        if device.state is DeviceState.BOOTING or device.failing_requests:
            device.failing_requests = max(0, device.failing_requests - 1)
            return Answer(500, BOOTING_PAGE, HTML, close=True)
        if context.path.lower() == ACTIVATION_PATH:
            return None
        if not device.activated:
            return await exchange.refuse(context.error("notActivated"), "notActivated")
        outcome = self.doorkeeper.look_at(context, exchange.request.raw_path, exchange.entry)
        if outcome is not Outcome.GRANTED:
            challenge = self.doorkeeper.challenge(context, stale=outcome is Outcome.STALE)
            return await exchange.refuse(challenge, REFUSALS[outcome])
        for busy in device.faults.all(f.Busy):
            if fnmatchcase(context.path, busy.path):
                device.faults.use(busy)
                return await exchange.refuse(context.error(busy.sub_status), busy.sub_status)
        return None

    async def _route(self, exchange: Exchange) -> Answer | web.StreamResponse:
        context = exchange.context
        if exchange.upload is not None:
            if context.account is None or not context.account.may("upgrade"):
                return await exchange.refuse(context.error("lowPrivilege"), "lowPrivilege")
            return await take_firmware(context, exchange.body, exchange.upload)
        if context.path == ALERT_STREAM and "events" in self.device.profile.features:
            exchange.entry.status = 200
            return await self.alert_stream.serve(exchange.request)
        context.body = await exchange.body.read()
        match = find(context.path, self.device.profile.case_sensitive)
        if match is None or not any(it.feature in self.device.profile.features for it in match.routes.values()):
            return self._unsupported(context)
        return self._call(context, match)

    def _call(self, context: Context, match: Match) -> Answer:
        route = match.routes.get(context.method)
        if route is None:
            return context.error("methodNotAllowed", http=self.device.profile.wrong_verb_http)
        if context.account is not None and not context.account.may(route.right):
            return context.error("lowPrivilege")
        context.ids = match.ids
        return route.handler(context)

    def _unsupported(self, context: Context) -> Answer:
        match self.device.profile.unsupported:
            case Unsupported.FORBIDDEN:
                return context.error("notSupport", http=403)
            case Unsupported.OK_WITH_ERROR:
                return context.error("notSupport", http=200)
        return Answer(404, MISSING_PAGE, HTML)

    async def _send(self, exchange: Exchange, answer: Answer) -> web.StreamResponse:
        transport = exchange.request.transport
        if answer.drop or transport is None or transport.is_closing():
            if transport is not None:
                transport.abort()
            return web.Response(status=500)
        exchange.entry.status, exchange.entry.bytes_out = answer.status, len(answer.body)
        headers = CIMultiDict(answer.headers)
        headers["Content-Type"] = answer.content_type
        headers["Server"] = self.device.profile.server
        if self.device.spec.clock_offset:
            headers["Date"] = self.device.wall_time.strftime("%a, %d %b %Y %H:%M:%S GMT")
        if answer.cut is not None:
            return await self._send_part(exchange.request, answer, headers)
        response = web.Response(status=answer.status, body=answer.body, headers=headers)
        self._keep_alive(exchange.request, response, close=answer.close)
        return response

    def _keep_alive(self, request: web.BaseRequest, response: web.Response, *, close: bool) -> None:
        seconds = self.device.profile.keep_alive
        left = self.requests_left.get(id(request.protocol), REQUESTS_PER_CONNECTION) - 1
        if close or not seconds or left == 0:
            response.force_close()
        else:
            self.requests_left[id(request.protocol)] = left
            response.headers["Keep-Alive"] = f"timeout={seconds:.0f}, max={left}"

    async def _send_part(
        self, request: web.BaseRequest, answer: Answer, headers: CIMultiDict[str]
    ) -> web.StreamResponse:
        headers["Content-Length"] = str(len(answer.body))
        response = web.StreamResponse(status=answer.status, headers=headers)
        await response.prepare(request)
        await response.write(answer.body[: answer.cut])
        # What was written has to leave before the connection is reset.
        await asyncio.sleep(0.02)
        if request.transport is not None:
            request.transport.abort()
        return response
