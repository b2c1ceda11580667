"""compose.yaml's services as processes of this machine, with an issuer and a certificate."""

import asyncio
import http.server
import json
import os
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import jwt
import trustme
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pymongo import MongoClient

from dev import mongod
from dev.ports import HOST
from dev.process import Process
from dev.repository import ROOT
from tests.deploy.compose import PROCESSES, an_operator, compose

DOMAIN = "handmade.test"
PATIENCE = 60.0


class OidcIssuer:
    """Publishes its key where OIDC says, and signs tokens with it."""

    def __init__(self):
        self._key = Ed25519PrivateKey.generate()
        public = jwt.algorithms.OKPAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        keys = {"keys": [public | {"kid": "now", "alg": "EdDSA", "use": "sig"}]}
        issuer = self

        class Answers(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                about = {"issuer": issuer.url, "jwks_uri": f"{issuer.url}/keys"}
                body = json.dumps(keys if self.path == "/keys" else about).encode()
                self.send_response(200)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words):
                """Says nothing."""

        self._server = http.server.ThreadingHTTPServer((HOST, 0), Answers)
        self.url = f"http://{HOST}:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def token(self, subject, *roles):
        now = int(time.time())
        claims = {"iss": self.url, "aud": "handmade", "sub": subject, "roles": list(roles)}
        times = {"iat": now, "exp": now + 3600}
        return jwt.encode(claims | times, self._key, "EdDSA", headers={"kid": "now"})


@dataclass
class Deployment:
    """Compose's services as processes of this machine."""

    folder: Path
    issuer: OidcIssuer
    program: mongod.Program
    ports: dict[str, int]
    services: dict = field(init=False)
    processes: dict[str, Process] = field(default_factory=dict)

    def __post_init__(self):
        self.services = compose(
            an_operator(
                HANDMADE_DOMAIN=DOMAIN,
                HANDMADE_ISSUER=self.issuer.url,
                **{
                    f"HANDMADE_DATABASE_{user.upper()}_PASSWORD": self.password(user)
                    for user in ("administrator", *PROCESSES.values())
                    if user != "gateway"
                },
            )
        )["services"]

    def password(self, user):
        return f"a-long-password-of-{user}"

    @property
    def ca(self):
        return self.folder / "certificates" / "ca.pem"

    @property
    def url(self):
        return f"https://{HOST}:{self.ports['gateway']}"

    def here(self, name, text):
        """A word of compose.yaml as it has to be on this machine."""
        replaced = {
            "/run/certificates": str(self.folder / "certificates"),
            "/run/token": str(self.folder / "tokens" / name),
            "/data/db": str(self.folder / "data"),
            f"mongodb.{DOMAIN}:27017": f"{HOST}:{self.ports['mongodb']}",
            "--port=27017": f"--port={self.ports['mongodb']}",
            "--bind_ip_all": f"--bind_ip={HOST}",
            # It would take a disk of its own to keep so much.
            "--wiredTigerCacheSizeGB=1": "--wiredTigerCacheSizeGB=0.25",
        }
        for service in set(PROCESSES) - {"gateway"}:
            port = self.port_in_container(service)
            replaced[f"{service}.{DOMAIN}:{port}"] = f"{HOST}:{self.ports[service]}"
            replaced[f"0.0.0.0:{port}"] = f"{HOST}:{self.ports[service]}"
        replaced["0.0.0.0"] = HOST
        for there, here in replaced.items():
            text = text.replace(there, here)
        return text

    def port_in_container(self, service):
        return self.services[service]["ports"][0].rpartition(":")[2]

    def environment(self, name):
        told = {
            variable: self.here(name, value)
            for variable, value in self.services[name]["environment"].items()
            # Containers have this port each for itself.
            if not variable.endswith("_METRICS_PORT")
        }
        ports = {"HANDMADE_GATEWAY_PORT": str(self.ports["gateway"])}
        address = {"HANDMADE_DATABASE_ADDRESS": f"{HOST}:{self.ports['mongodb']}"}
        return {"PATH": os.environ["PATH"], **told, **ports, **address}

    async def start_database(self):
        own = self.folder / "own"
        for folder in (own, self.folder / "data"):
            folder.mkdir()
        environment = self.program.environment(
            {
                "PATH": f"{self.program.path.parent}:{os.environ['PATH']}",
                "HANDMADE_CERTIFICATES": str(self.folder / "certificates"),
                "HANDMADE_MONGODB_RUN": str(own),
            }
        )
        arguments = [self.here("mongodb", word) for word in self.services["mongodb"]["command"]]
        await self._start(
            "mongodb", ["bash", str(ROOT / "deploy" / "mongodb.sh"), *arguments], environment
        )

    async def start(self, name):
        await self._start(
            name,
            [sys.executable, "-m", *self.services[name]["command"]],
            self.environment(name),
        )

    async def _start(self, name, command, environment):
        self.processes[name] = await Process.start(
            name,
            command,
            environment=environment,
            log=self.folder / "logs" / f"{name}.log",
            listen=lambda name, line: None,
        )

    async def run(self, name, command, **changes):
        """One command in a container: its exit status and what it said."""
        child = await asyncio.create_subprocess_exec(
            *command,
            env=self.environment(name) | changes,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await child.communicate()
        return child.returncode, said.decode()

    async def set_database_up(self, **changes):
        return await self.run("mongodb-setup", [sys.executable, "-m", "deploy.database"], **changes)

    async def health(self, name):
        """What the health check of compose.yaml says."""
        shell, program, *words, port = self.services[name]["healthcheck"]["test"]
        assert (shell, program, port) == ("CMD", "python", self.port_in_container(name))
        return await self.run(name, [sys.executable, *words, str(self.ports[name])])

    async def healthy(self, name):
        """Waits for a container as `depends_on` does; it is asked once it says that it serves."""
        ends, process = time.monotonic() + PATIENCE, self.processes[name]
        while '"serving"' not in (lines := process.log.read_text() if process.log.exists() else ""):
            assert process.exit_status is None, lines
            assert time.monotonic() < ends, lines
            await asyncio.sleep(0.1)
        while True:
            status, said = await self.health(name)
            if status == 0:
                return
            assert time.monotonic() < ends, said
            await asyncio.sleep(0.5)

    async def close(self):
        for names in (["gateway"], set(PROCESSES) - {"gateway"}, ["mongodb"]):
            await asyncio.gather(
                *(self.processes[name].stop(20) for name in names if name in self.processes)
            )

    def database(self, user=None, **options):
        """A client of the database, as a service's user or as nobody."""
        who = {"username": user, "password": self.password(user)} if user else {}
        usual = {"serverSelectionTimeoutMS": 20_000, "tls": True, "tlsCAFile": str(self.ca)}
        return MongoClient(
            f"mongodb://{HOST}:{self.ports['mongodb']}/",
            directConnection=True,
            **{**usual, **who, **options},
        )


def certify(folder):
    """One certificate for all, as an operator has one."""
    folder.mkdir()
    authority = trustme.CA()
    names = [f"{name}.{DOMAIN}" for name in ("mongodb", *PROCESSES)]
    own = authority.issue_cert(DOMAIN, *names, HOST)
    authority.cert_pem.write_to_path(folder / "ca.pem")
    own.private_key_pem.write_to_path(folder / "key.pem")
    for part in own.cert_chain_pems:
        part.write_to_path(folder / "certificate.pem", append=True)
