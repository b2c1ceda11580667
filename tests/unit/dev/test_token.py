import subprocess
import sys

import jwt
import pytest


def token(*arguments, folder, **environment):
    return subprocess.run(
        [sys.executable, "-m", "dev", "token", *arguments],
        env={"HANDMADE_DATA_DIR": str(folder)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_prints_the_token_and_nothing_else(tmp_path):
    done = token(
        folder=tmp_path,
        HANDMADE_TOKEN_ROLE="maker,partner",
        HANDMADE_TOKEN_SUB="ada",
        HANDMADE_TOKEN_SCOPE="catalog:write events:read",
        HANDMADE_TOKEN_MINUTES="5",
    )

    claims = jwt.decode(done.stdout.strip(), options={"verify_signature": False})
    assert claims["roles"] == ["maker", "partner"]
    assert claims["scope"] == "catalog:write events:read"
    assert claims["exp"] - claims["iat"] == 300
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param([], "say for whom", id="nobody"),
        pytest.param(["--role", "maker"], "say for whom", id="no subject"),
        pytest.param(["--role", "king", "--sub", "a"], "no role is named", id="no such role"),
        pytest.param(
            ["--role", "maker", "--sub", "a", "--minutes", "0"], "MINUTES is", id="no time"
        ),
        pytest.param(
            ["--role", "maker", "--sub", "a", "--minutes", "²"], "MINUTES is", id="odd digits"
        ),
    ],
)
def test_what_cannot_be_a_token_is_one_line(tmp_path, arguments, said):
    done = token(*arguments, folder=tmp_path)

    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"make token: {said}")
