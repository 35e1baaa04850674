"""Spans go to the collector that is named; what failed is told by its kind alone."""

from __future__ import annotations

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from werkzeug import Response

from telemetry import tracing
from telemetry.correlation import correlated
from telemetry.stages import stage


@pytest.fixture
def spans(httpserver, monkeypatch):
    """A function that ends the tracing and gives every span that the collector got, by name."""
    bodies = []

    def take(request):
        bodies.append(request.data)
        return Response(status=200)

    httpserver.expect_request("/v1/traces", method="POST").respond_with_handler(take)
    monkeypatch.setenv("TAGHTIA_TRACES_URL", httpserver.url_for("/v1/traces"))
    monkeypatch.setattr(tracing, "_tracer", None)
    tracing.configure_tracing("rasa")

    def collected():
        tracing._tracer.span_processor.force_flush()
        requests = [ExportTraceServiceRequest.FromString(body) for body in bodies]
        found = [
            one
            for request in requests
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for one in scope.spans
        ]
        return {one.name: one for one in found}

    return collected


def test_a_stage_is_a_span_below_its_turn_and_bears_the_correlation(spans):
    with correlated("ab" * 16), tracing.span("turn"), stage("understand"):
        pass
    turn, understand = spans()["turn"], spans()["understand"]
    assert understand.parent_span_id == turn.span_id
    assert {one.key: one.value.string_value for one in understand.attributes} == {
        "taghtia.correlation": "ab" * 16
    }


def test_the_next_server_goes_on_with_the_trace(spans):
    with tracing.span("turn"):
        headers = tracing.trace_headers()
    tracing.continue_trace(headers)
    with tracing.span("run"):
        pass
    found = spans()
    assert found["run"].parent_span_id == found["turn"].span_id


def test_an_error_is_named_by_its_kind_and_its_text_is_in_no_span(spans):
    with pytest.raises(KeyError), stage("act"):
        raise KeyError("AB123456")
    (failed,) = spans().values()
    assert failed.status.message == "KeyError"
    assert b"AB123456" not in failed.SerializeToString()


def test_without_a_collector_nothing_is_traced(monkeypatch):
    monkeypatch.delenv("TAGHTIA_TRACES_URL", raising=False)
    monkeypatch.setattr(tracing, "_tracer", None)
    tracing.configure_tracing("rasa")
    with stage("act"):
        assert tracing.trace_headers() == {}


@pytest.mark.parametrize(
    ("variable", "value"),
    [("TAGHTIA_TRACES_URL", "collector:4318"), ("TAGHTIA_TRACES_SHARE", "all")],
)
def test_a_setting_that_is_wrong_is_named(monkeypatch, variable, value):
    monkeypatch.setenv("TAGHTIA_TRACES_URL", "http://127.0.0.1:1/v1/traces")
    monkeypatch.setenv(variable, value)
    with pytest.raises(ValueError, match=variable):
        tracing.configure_tracing("rasa")
