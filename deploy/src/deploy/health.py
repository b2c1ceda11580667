"""Asks a process in the same container whether it serves: `python -m deploy.health grpc 50052`.

`grpc` or `http`, and the port. With `HANDMADE_TLS_CERT` it asks over TLS. Exits with 0 if the
process serves, else with 1 and a line that says why not. It runs every half a minute beside each
process, so it reads no settings and imports late: imports are most of what it costs.
"""

import http.client
import os
import ssl
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
PATIENCE = 3.0


class NotServing(Exception):
    """Why the process cannot be used now."""


def ask(kind: str, port: int, certificate: Path | None) -> None:
    """Returns if the process serves. Fails with `NotServing`."""
    if kind == "http":
        _ask_by_http(port, certificate)
    else:
        _ask_by_grpc(port, certificate)


def _ask_by_http(port: int, certificate: Path | None) -> None:
    connection = (
        http.client.HTTPSConnection(HOST, port, timeout=PATIENCE, context=_trusting(certificate))
        if certificate
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


def _ask_by_grpc(port: int, certificate: Path | None) -> None:
    import grpc
    from grpc_health.v1 import health_pb2, health_pb2_grpc

    with _channel(f"{HOST}:{port}", certificate) as channel:
        stub: Any = health_pb2_grpc.HealthStub(channel)
        try:
            answer = stub.Check(health_pb2.HealthCheckRequest(), timeout=PATIENCE)
        except grpc.RpcError as error:
            raise NotServing(f"{error.code().name}: {error.details()}") from error
    if answer.status != health_pb2.HealthCheckResponse.SERVING:
        raise NotServing(health_pb2.HealthCheckResponse.ServingStatus.Name(answer.status))


def _channel(address: str, certificate: Path | None) -> Any:
    import grpc

    if certificate is None:
        return grpc.insecure_channel(address)
    own = certificate.read_bytes()
    return grpc.secure_channel(
        address,
        grpc.ssl_channel_credentials(root_certificates=own),
        options=[("grpc.ssl_target_name_override", _name_in(own))],
    )


def _trusting(certificate: Path) -> ssl.SSLContext:
    # On the loopback of its own container the process is who it is by its own certificate, whose
    # names are those that others call it by.
    context = ssl.create_default_context(cafile=str(certificate))
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.check_hostname = False
    return context


def _name_in(certificate: bytes) -> str:
    from cryptography import x509

    names = x509.load_pem_x509_certificate(certificate).extensions.get_extension_for_class(
        x509.SubjectAlternativeName
    )
    first = names.value.get_values_for_type(x509.DNSName)[0]
    return first.replace("*", "any", 1)


def main(arguments: Sequence[str]) -> int:
    """Asks as the two arguments say."""
    kind, port = arguments
    certificate = os.environ.get("HANDMADE_TLS_CERT")
    try:
        ask(kind, int(port), Path(certificate) if certificate else None)
    except NotServing as why:
        print(f"not serving: {why}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
