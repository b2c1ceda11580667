"""Mail by SMTP, at least once, each with a Message-ID that stays the same."""

from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTPUTF8
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

import aiosmtplib


class Mailer:
    """Sends mail through the server in an `smtp://user:password@host:port` URL."""

    def __init__(self, url: str, sender: str, now: Callable[[], datetime]) -> None:
        parts = urlsplit(url)
        self._sender = sender
        self._now = now
        self._host = parts.hostname or "127.0.0.1"
        self._port = parts.port or (465 if parts.scheme == "smtps" else 25)
        self._tls = parts.scheme == "smtps"
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None

    async def send(self, mail_id: str, to: str, subject: str, text: str, html: str = "") -> None:
        """Sends one mail. `mail_id` names the occasion, so a repeat is seen to be one.

        Fails with `ValueError` unless `to` is one address, however it is written, and nothing else.
        """
        message = EmailMessage(policy=SMTPUTF8)
        message["From"] = self._sender
        message["To"] = to
        if len(message["To"].addresses) != 1 or message["To"].addresses[0].display_name:
            raise ValueError("this is not one e-mail address")
        message["Subject"] = subject
        message["Date"] = format_datetime(self._now())
        message["Message-ID"] = f"<{mail_id}@handmade.example>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        if html:
            message.add_alternative(html, subtype="html")
        await aiosmtplib.send(
            message,
            hostname=self._host,
            port=self._port,
            username=self._user,
            password=self._password,
            use_tls=self._tls,
            timeout=10,
        )
