"""Development's mail sink: what it lists, and that a mail can do nothing in a browser."""

from email.message import EmailMessage

import pytest

from tests.support.fake_console import FakeConsole, links

HOSTILE = '</iframe><script>alert(1)</script><p style="color: red">As HTML.</p>'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "mail").mkdir()
    return tmp_path / "mail"


@pytest.fixture
def console(folder):
    return FakeConsole(mail_folder=folder)


def keep(folder, name, to="ada@example.com", subject="Welcome", html="", attachment=b""):
    mail = EmailMessage()
    mail["To"], mail["Subject"] = to, subject
    mail.set_content("<b>link</b> & more\n")
    if html:
        mail.add_alternative(html, subtype="html")
    if attachment:
        mail.add_attachment(attachment, "image", "png", filename="mug.png")
    (folder / f"{name}.eml").write_bytes(mail.as_bytes())


async def test_mails_are_listed_newest_first_and_shown_as_text(console, folder):
    keep(folder, "20300101-a", subject="First")
    keep(folder, "20300102-b", subject="<script>alert(1)</script>")
    (folder / ".20300103.part").write_text("half")

    listed = await console.get("/console/mail")
    shown = await console.get("/console/mail/20300102-b.eml")

    assert listed.text.index("alert") < listed.text.index("First")
    assert "<script>alert" not in listed.text + shown.text
    assert "&lt;b&gt;link&lt;/b&gt; &amp; more" in shown.text
    assert "default-src 'none'" in shown.headers["content-security-policy"]


async def test_what_went_to_somebody_is_found(console, folder):
    keep(folder, "1", to="ada@example.com", subject="To Ada")
    keep(folder, "2", to="ben@example.com", subject="To Ben")

    found = await console.get("/console/mail?to=ADA@")
    nothing = await console.get("/console/mail?to=<b>")

    assert "To Ada" in found.text
    assert "To Ben" not in found.text
    assert "No mail went to “&lt;b&gt;”." in nothing.text
    assert links(nothing.text, "Show all") == ["/console/mail"]


async def test_the_html_of_a_mail_is_shown_in_a_frame_that_does_nothing(console, folder):
    keep(folder, "a", html=HOSTILE)

    shown = await console.get("/console/mail/a.eml")
    framed = await console.get("/console/mail/a.eml/html")

    assert '<iframe class="mail" sandbox="" src="/console/mail/a.eml/html"' in shown.text
    assert "<script>alert" not in shown.text
    policy = shown.headers["content-security-policy"]
    assert "frame-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert framed.text.strip() == HOSTILE
    inner = framed.headers["content-security-policy"].split("; ")
    assert {"default-src 'none'", "sandbox", "form-action 'none'"} <= set(inner)
    assert "frame-ancestors 'self'" in inner
    assert "script-src" not in framed.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("Sat, 01 Jun 2030 09:49:00 -0200", "1 Jun 2030, 11:49 UTC"),
        ("yesterday", "–"),
        (None, "–"),
    ],
)
async def test_when_a_mail_was_sent_is_told_as_everywhere(console, folder, date, told):
    head = f"Date: {date}\n" if date else ""
    (folder / "a.eml").write_text(f"{head}To: ada@example.com\nSubject: Hi\n\nHi")

    for path in ("/console/mail", "/console/mail/a.eml"):
        page = (await console.get(path)).text
        assert told in page
        assert "-0200" not in page


async def test_attachments_are_listed(console, folder):
    keep(folder, "a", attachment=b"x" * 1500)

    assert "mug.png <span" in (await console.get("/console/mail/a.eml")).text
    assert (await console.get("/console/mail/a.eml/html")).status_code == 404


@pytest.mark.parametrize(
    "name", ["nothing.eml", "notes.txt", "..%2Fsecret.eml", "..%2f..%2fetc%2fpasswd"]
)
async def test_only_mails_can_be_read(console, folder, name):
    (folder.parent / "secret.eml").write_text("Subject: secret\r\n\r\n")
    (folder / "notes.txt").write_text("secret")

    for path in (f"/console/mail/{name}", f"/console/mail/{name}/html"):
        assert (await console.get(path)).status_code == 404


async def test_outside_development_there_is_none():
    assert (await FakeConsole("admin").get("/console/mail")).status_code == 404


async def test_where_nothing_was_sent_it_says_how_something_is(console):
    assert "Submit an application" in (await console.get("/console/mail")).text
