"""Asks the process in the same container whether it serves: `python -m deploy.health catalog`.

Exits with 0 if it does, else with 1 and a line that says why not.
"""

import http.client
import ssl
import sys
from collections.abc import Sequence
from typing import Any

import grpc
from cryptography import x509
from grpc_health.v1 import health_pb2, health_pb2_grpc

from chassis.settings import Settings

HOST = "127.0.0.1"
PATIENCE = 3.0


class NotServing(Exception):
    """Why the process cannot be used now."""


def ask(process: str, settings: Settings) -> None:
    """Returns if the process serves. Fails with `NotServing`."""
    if process == "gateway":
        _ask_by_http(settings)
    else:
        _ask_by_grpc(f"{HOST}:{settings.address(process).rpartition(':')[2]}", settings)


def _ask_by_http(settings: Settings) -> None:
    port = settings.gateway_port
    connection = (
        http.client.HTTPSConnection(HOST, port, timeout=PATIENCE, context=_trusting(settings))
        if settings.tls_cert
        else http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    )
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        said = answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        raise NotServing(f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()
    if answer.status != http.client.OK:
        raise NotServing(f"{answer.status} {said}")


def _ask_by_grpc(address: str, settings: Settings) -> None:
    with _channel(address, settings) as channel:
        try:
            stub: Any = health_pb2_grpc.HealthStub(channel)
            answer = stub.Check(health_pb2.HealthCheckRequest(), timeout=PATIENCE)
        except grpc.RpcError as error:
            raise NotServing(f"{error.code().name}: {error.details()}") from error
    if answer.status != health_pb2.HealthCheckResponse.SERVING:
        raise NotServing(health_pb2.HealthCheckResponse.ServingStatus.Name(answer.status))


def _channel(address: str, settings: Settings) -> grpc.Channel:
    if settings.tls_cert is None:
        return grpc.insecure_channel(address)
    own = settings.tls_cert.read_bytes()
    return grpc.secure_channel(
        address,
        grpc.ssl_channel_credentials(root_certificates=own),
        options=[("grpc.ssl_target_name_override", _name_in(own))],
    )


def _trusting(settings: Settings) -> ssl.SSLContext:
    # On the loopback of its own container the process is who it is by its own certificate, whose
    # names are those that others call it by.
    context = ssl.create_default_context(cafile=str(settings.tls_cert))
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.check_hostname = False
    return context


def _name_in(certificate: bytes) -> str:
    names = x509.load_pem_x509_certificate(certificate).extensions.get_extension_for_class(
        x509.SubjectAlternativeName
    )
    first = names.value.get_values_for_type(x509.DNSName)[0]
    return first.replace("*", "any", 1)


def main(arguments: Sequence[str]) -> int:
    """Answers for the process that the only argument names."""
    [process] = arguments
    try:
        ask(process, Settings())
    except NotServing as why:
        print(f"{process}: {why}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
