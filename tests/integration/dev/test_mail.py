"""The mail sink as a process of its own."""

from email import message_from_bytes
from email.policy import default

import aiosmtplib

from dev.ports import Ports
from tests.support.stack import a_stack

MAIL = (
    b"From: Handmade <no-reply@handmade.example>\r\n"
    b"To: ada@example.com\r\n"
    b"Subject: =?utf-8?q?Willkommen_=C3=BCberall?=\r\n"
    b"Message-ID: <1@handmade.example>\r\n"
    b"\r\n"
    b"Your link.\r\n"
    b".hidden by a dot\r\n"
)


async def test_each_mail_becomes_one_file_in_the_order_of_arrival(tmp_path):
    ports = Ports.free()
    async with a_stack(tmp_path, ports=ports) as stack:
        await stack.start("mail")
        for body in (MAIL, MAIL.replace(b"Your link", b"Your reminder")):
            await aiosmtplib.send(
                body,
                sender="no-reply@handmade.example",
                recipients=["ada@example.com"],
                hostname="127.0.0.1",
                port=ports.mail,
            )

    first, second = sorted(stack.mail_folder.glob("*.eml"))
    assert first.read_bytes() == MAIL
    assert b"Your reminder" in second.read_bytes()
    mail = message_from_bytes(first.read_bytes(), policy=default)
    assert mail["Subject"] == "Willkommen überall"
    assert list(stack.mail_folder.glob(".*")) == []
