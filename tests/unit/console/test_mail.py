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


ODD = {
    "an address that is cut": b"To: <@\r\nSubject: Odd\r\n\r\nHi\r\n",
    "addresses of marks": b'To: x@y, , ;:\r\nCc: "\r\nSubject: Odd\r\n\r\nHi\r\n',
    "a deep comment": b"To: " + b"(" * 3000 + b"\r\nSubject: Odd\r\n\r\nHi\r\n",
    "a cut id": b"Message-ID: <[\r\nSubject: Odd\r\n\r\nHi\r\n",
    "no such charset": b"Content-Type: text/plain; charset=nosuch\r\nSubject: Odd\r\n\r\nHi\r\n",
    "a charset of names": b"Content-Type: text/plain; charset=idna\r\nSubject: Odd\r\n\r\n\xff\r\n",
    "HTML of no charset": b"Content-Type: text/html; charset=nosuch\r\n\r\n\xff\r\n",
    "bytes in the head": b"Subject: Odd\xff\r\nFrom: \xe9@x\r\n\r\nHi\r\n",
    "a subject of half characters": b"Subject: Odd =?utf-8?b?7aCA?=\r\n\r\nHi\r\n",
    "no such date": b"Date: Wed, 99 Foo 99999 99:99:99\r\nSubject: Odd\r\n\r\nHi\r\n",
    "parts without an end": b"Content-Type: multipart/mixed; boundary=a\r\nSubject: Odd\r\n\r\n--a",
    "nothing": b"",
    "noise": bytes(range(256)) * 4,
}


@pytest.mark.parametrize("raw", ODD.values(), ids=ODD)
async def test_an_odd_mail_hides_neither_itself_nor_the_others(console, folder, raw):
    keep(folder, "1", subject="A good one")
    (folder / "2.eml").write_bytes(raw)

    listed = await console.get("/console/mail")
    found = await console.get("/console/mail?to=ada")
    shown = await console.get("/console/mail/2.eml")
    framed = await console.get("/console/mail/2.eml/html")

    assert [listed.status_code, found.status_code, shown.status_code] == [200, 200, 200]
    assert framed.status_code in (200, 404)
    assert "A good one" in listed.text
    assert "A good one" in found.text
    assert links(listed.text, "")
    assert 'href="/console/mail/2.eml"' in listed.text


async def test_a_part_that_cannot_be_read_says_so(console, folder):
    (folder / "1.eml").write_bytes(ODD["no such charset"])

    shown = await console.get("/console/mail/1.eml")

    assert "This could not be read." in shown.text


@pytest.mark.parametrize("name", ["a" * 300, "a" * 150 + "é" * 100, "..", "a%00"])
async def test_a_name_that_no_mail_has_is_no_page(console, name):
    assert (await console.get(f"/console/mail/{name}.eml")).status_code == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("console.test", 200),
        ("localhost:8000", 200),
        ("127.0.0.1:8000", 200),
        ("rebound.example", 404),
        ("127.0.0.1.rebound.example", 404),
        ("", 404),
        ("[", 404),
    ],
)
async def test_mails_are_shown_under_our_own_names_alone(console, folder, host, status):
    keep(folder, "1")

    for path in ("/console/mail", "/console/mail/1.eml"):
        answer = await console.get(path, host=host)

        assert answer.status_code == status
        assert ("Welcome" in answer.text) is (status == 200)
