"""The development issuer as a process of its own, and a whole sign-in with it."""

import asyncio
import socket

import httpx
import jwt

from dev.stack import COMMANDS
from tests.support.signing_in import (
    NONCE,
    STATE,
    a_request,
    a_token_request,
    authorize,
    sent_back,
)
from tests.support.stack import a_stack


async def test_a_person_is_chosen_and_the_client_gets_their_tokens(tmp_path):
    async with a_stack(tmp_path, environment={"HANDMADE_ISSUER_MINUTES": "0.5"}) as stack:
        # given
        await stack.start("issuer")
        assert stack.environment()["HANDMADE_CONSOLE_ISSUER"] == stack.issuer_url
        back = f"{stack.gateway_url}/console/callback"
        async with httpx.AsyncClient(trust_env=False, base_url=stack.issuer_url) as browser:
            found = (await browser.get("/.well-known/openid-configuration")).json()
            request = authorize(a_request(back))
            assert "Choose who you are" in (await browser.get(request)).text
            assert (await browser.get("/style.css")).status_code == 200

            # when
            chosen = sent_back(await browser.post(request, data={"person": "pr-2"}))
            answer = await browser.post(
                found["token_endpoint"], data=a_token_request(chosen["code"], back)
            )
            keys = (await browser.get(found["jwks_uri"])).json()["keys"]

        # then
        assert chosen["state"] == STATE
        assert answer.json()["expires_in"] == 30
        identity = jwt.decode(
            answer.json()["id_token"],
            jwt.PyJWK(keys[0]),
            algorithms=["EdDSA"],
            audience="handmade-console",
            issuer=stack.issuer_url,
        )
        assert (identity["sub"], identity["nonce"]) == ("pr-2", NONCE)
        assert keys == stack.issuer.jwks()["keys"]


async def test_a_port_that_is_taken_is_named(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        child = await asyncio.create_subprocess_exec(
            *COMMANDS["issuer"],
            env={"HANDMADE_DATA_DIR": str(tmp_path), "HANDMADE_ISSUER_PORT": str(port)},
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await child.communicate()

    assert child.returncode == 1
    assert f"the issuer cannot listen on port {port}" in said.decode()
