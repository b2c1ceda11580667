"""Mail as an SMTP server receives it."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import aiosmtplib
import pytest
from aiosmtpd.controller import Controller

from chassis.mail import Mailer
from dev.ports import HOST, free_ports

NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)


class Inbox:
    def __init__(self):
        self.mails = []
        self.answer = "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope, message_from_bytes(envelope.content, policy=default)))
        return self.answer


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def mailer(inbox):
    port = free_ports(1)[0]
    controller = Controller(inbox, hostname=HOST, port=port)
    controller.start()
    yield Mailer(f"smtp://{HOST}:{port}", "Handmade <no-reply@handmade.example>", lambda: NOW)
    controller.stop()


async def test_a_mail_arrives_with_an_id_that_stays_the_same(mailer, inbox):
    for _ in range(2):
        await mailer.send("event-1", "mia@example.com", "Grüße", "Plain ✓", "<p>Rich</p>")

    (envelope, first), (_, second) = inbox.mails
    assert envelope.rcpt_tos == ["mia@example.com"]
    assert first["Subject"] == "Grüße"
    assert first.get_body(("plain",)).get_content().strip() == "Plain ✓"
    assert first.get_body(("html",)).get_content().strip() == "<p>Rich</p>"
    assert first["Message-ID"] == second["Message-ID"] == "<event-1@handmade.example>"
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["Date"].datetime == NOW


@pytest.mark.parametrize("field", ["to", "subject"])
async def test_no_header_can_be_smuggled_in(mailer, inbox, field):
    given = {"to": "mia@example.com", "subject": "Hello"}
    given[field] += "\r\nBcc: eve@example.com"

    with pytest.raises(ValueError):
        await mailer.send("event-1", given["to"], given["subject"], "text")

    assert inbox.mails == []


@pytest.mark.parametrize("to", ["mia@example.com, eve@example.com", "Mia <mia@example.com>", ""])
async def test_a_mail_goes_to_one_address_and_no_other(mailer, inbox, to):
    with pytest.raises(ValueError):
        await mailer.send("event-1", to, "Hello", "text")

    assert inbox.mails == []


@pytest.mark.parametrize(
    "to", ["mia+shop@example.com", '"mia, maker"@example.com', "mïa@bücher.example"]
)
async def test_unusual_addresses_are_addresses(mailer, inbox, to):
    await mailer.send("event-1", to, "Hello", "text")

    ((envelope, mail),) = inbox.mails
    assert envelope.rcpt_tos == [to]
    assert len(mail["To"].addresses) == 1


async def test_a_refusal_is_raised_so_that_it_is_tried_again(mailer, inbox):
    inbox.answer = "451 Try later"

    with pytest.raises(aiosmtplib.SMTPException):
        await mailer.send("event-1", "mia@example.com", "Hello", "text")


async def test_a_server_that_is_away_is_raised_too():
    mailer = Mailer(f"smtp://{HOST}:{free_ports(1)[0]}", "no-reply@handmade.example", lambda: NOW)

    with pytest.raises((aiosmtplib.SMTPException, OSError)):
        await mailer.send("event-1", "mia@example.com", "Hello", "text")
