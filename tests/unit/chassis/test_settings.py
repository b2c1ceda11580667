import pytest
from pydantic import ValidationError

from chassis.settings import MailSettings, Settings, readable

COMPLETE = {
    "environment": "production",
    "issuer": "https://id.example",
    "tls_cert": "/run/tls.crt",
    "tls_key": "/run/tls.key",
    "service_token_file": "/run/token",
    "secret": "x" * 32,
}


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch):
    # What Settings reads is the environment: a test's own, not that of whoever runs it.
    import os

    for name in [name for name in os.environ if name.startswith("HANDMADE_")]:
        monkeypatch.delenv(name)


def complaints(**given):
    try:
        Settings(**given)
    except ValidationError as error:
        return readable(error)
    return []


def test_development_needs_nothing():
    settings = Settings()

    assert settings.is_development
    assert settings.issuer_name == "handmade-local"
    assert settings.address("pr_review") == "127.0.0.1:50054"


def test_production_with_everything_starts():
    assert complaints(**COMPLETE) == []


def test_production_names_everything_that_is_missing_on_a_line_of_its_own():
    assert complaints(environment="production") == [
        "HANDMADE_ISSUER must be set in production",
        "HANDMADE_TLS_CERT must be set in production",
        "HANDMADE_TLS_KEY must be set in production",
        "HANDMADE_SERVICE_TOKEN_FILE must be set in production",
        "HANDMADE_SECRET must be set, 32 characters or more",
    ]


def test_only_who_sends_mail_needs_a_mail_server():
    told = COMPLETE | {"smtp_url": "smtps://mail.example"}

    assert MailSettings(**told).smtp_url == "smtps://mail.example"
    with pytest.raises(ValidationError, match="HANDMADE_SMTP_URL must be set in production"):
        MailSettings(**COMPLETE)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("secret", "x" * 31, "HANDMADE_SECRET must be set, 32 characters or more"),
        ("issuer", "", "HANDMADE_ISSUER must be set in production"),
    ],
)
def test_production_refuses_what_is_too_little(name, value, said):
    assert complaints(**COMPLETE | {name: value}) == [said]


def test_a_wrong_value_is_named_with_its_setting():
    assert [
        line.split(":")[0] for line in complaints(mongo_driver="mongoose", gateway_port="x")
    ] == [
        "HANDMADE_GATEWAY_PORT",
        "HANDMADE_MONGO_DRIVER",
    ]


def test_a_wrong_secret_is_not_printed():
    lines = complaints(**COMPLETE | {"secret": "too short and secret"})

    assert "too short and secret" not in "".join(lines)


def test_the_environment_is_what_counts(monkeypatch):
    monkeypatch.setenv("HANDMADE_AUDIENCE", "elsewhere")
    monkeypatch.setenv("HANDMADE_UNKNOWN_OF_A_SERVICE", "1")

    assert Settings().audience == "elsewhere"


def test_the_secret_of_development_is_in_a_file(tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "secret").write_text("from the file\n")

    assert Settings(data_dir=tmp_path).secret_key() == "from the file"
    assert Settings(data_dir=tmp_path, secret="given").secret_key() == "given"


def test_the_secret_is_not_shown():
    assert "hush" not in repr(Settings(secret="hush"))


def test_each_process_has_a_token_file_of_its_own(tmp_path):
    assert Settings(data_dir=tmp_path).token_file("catalog") == (
        tmp_path / "keys" / "service-catalog.jwt"
    )
    assert str(Settings(service_token_file="/run/t").token_file("catalog")) == "/run/t"
