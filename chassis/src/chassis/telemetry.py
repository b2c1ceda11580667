"""Metrics, and traces from the HTTP request to the database command."""

from collections.abc import Sequence
from typing import Any

import prometheus_client
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation import grpc as grpc_instrumentation
from opentelemetry.instrumentation.pymongo import PymongoInstrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from chassis.settings import Settings

CALLS = prometheus_client.Counter(
    "handmade_rpc_total", "Calls answered, by method and status.", ["method", "code"]
)
SECONDS = prometheus_client.Histogram(
    "handmade_rpc_seconds", "How long unary calls took.", ["method"]
)


def configure(settings: Settings, process: str) -> None:
    """Starts the metrics endpoint and the trace exporter, each only if it is set."""
    if port := settings.metrics_port(process):
        prometheus_client.start_http_server(port, addr=settings.gateway_host)
    if settings.otlp_endpoint:
        provider = TracerProvider(resource=Resource.create({"service.name": process}))
        exporter = OTLPSpanExporter(endpoint=settings.otlp_endpoint)
        provider.add_span_processor(BatchSpanProcessor(exporter))
        trace.set_tracer_provider(provider)
        PymongoInstrumentor().instrument()


def server_interceptors(settings: Settings) -> Sequence[Any]:
    """What a gRPC server needs to continue its callers' traces."""
    if not settings.otlp_endpoint:
        return []
    return [grpc_instrumentation.aio_server_interceptor()]  # type: ignore[no-untyped-call]


def client_interceptors(settings: Settings) -> Sequence[Any]:
    """What a gRPC client needs to pass its trace on."""
    if not settings.otlp_endpoint:
        return []
    return list(grpc_instrumentation.aio_client_interceptors())  # type: ignore[no-untyped-call]
