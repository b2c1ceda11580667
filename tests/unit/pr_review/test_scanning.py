"""What a virus scanner is asked, and that nothing passes without its word."""

import tempfile
from contextlib import contextmanager

import pytest
from pydantic import ValidationError

from pr_review.domain.problems import DraftNotAccepted, ScannerAway
from pr_review.scanning import Malformed, Scanner, located
from pr_review.settings import Settings
from tests.support.fake_clamd import SIGNATURE, a_clamd

# Of more pieces than one.
CLEAN = b"A press release. " * 20_000
PATIENCE = 60


@contextmanager
def a_file(content):
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        yield file


async def scanned(address, content, seconds=PATIENCE):
    with a_file(content) as file:
        await Scanner(address, seconds).ensure_clean(file)
        assert file.tell() == len(content)


@pytest.mark.parametrize("content", [CLEAN, b"", b"x" * 65536], ids=["some", "none", "one piece"])
async def test_a_clean_file_passes_and_is_sent_whole(content):
    async with a_clamd() as clamd:
        await scanned(clamd.address, content)

    assert clamd.seen == [content]


async def test_a_unix_socket_is_asked_as_well(tmp_path):
    async with a_clamd(tmp_path / "s") as clamd:
        await scanned(clamd.address, CLEAN)
        with pytest.raises(DraftNotAccepted):
            await scanned(clamd.address, CLEAN + SIGNATURE)

    assert len(clamd.seen) == 2


async def test_what_was_found_is_named_with_the_cure():
    async with a_clamd() as clamd:
        with pytest.raises(DraftNotAccepted) as refused:
            await scanned(clamd.address, CLEAN + SIGNATURE)

    assert [(v.rule, v.subject) for v in refused.value.violations] == [("VIRUS_FOUND", "file")]
    assert "found Eicar-Test-Signature in this file" in refused.value.message
    assert "copy the text into a new document" in refused.value.message


async def test_of_a_name_only_so_much_is_shown_as_can_be():
    async with a_clamd() as clamd:
        clamd.says = b"stream: \x1b[2J\xff" + b"V" * 500 + b" FOUND"
        with pytest.raises(DraftNotAccepted) as refused:
            await scanned(clamd.address, CLEAN)

    assert refused.value.message.isprintable()
    assert len(refused.value.message) < 400


@pytest.mark.parametrize(
    "answer",
    [
        b"stream: Can't allocate memory ERROR",
        b"INSTREAM size limit exceeded. ERROR",
        b"UNKNOWN COMMAND",
        b"OK",
        b"stream: OK and more",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"\xff\xfe",
        b"stream: " + b"V" * 10_000 + b" FOUND",
    ],
    ids=lambda it: it[:20].decode(errors="replace"),
)
async def test_an_answer_that_is_no_verdict_lets_nothing_pass(answer):
    async with a_clamd() as clamd:
        clamd.says = answer
        with pytest.raises(ScannerAway):
            await scanned(clamd.address, CLEAN)


@pytest.mark.parametrize("mood", ["cut", "cut answer", "full"])
async def test_a_scanner_that_hangs_up_lets_nothing_pass(mood):
    async with a_clamd() as clamd:
        clamd.mood = mood
        with pytest.raises(ScannerAway):
            await scanned(clamd.address, CLEAN * 10)


async def test_a_scanner_that_never_answers_is_waited_for_so_long_and_no_longer():
    async with a_clamd() as clamd:
        clamd.mood = "slow"
        with pytest.raises(ScannerAway):
            await scanned(clamd.address, CLEAN, seconds=0.5)


async def test_a_scanner_that_is_not_there_lets_nothing_pass(tmp_path):
    async with a_clamd() as clamd:
        pass

    for address in (clamd.address, str(tmp_path / "nothing")):
        with pytest.raises(ScannerAway):
            await scanned(address, CLEAN)


async def test_without_an_address_nobody_is_asked():
    await scanned("", CLEAN + SIGNATURE)

    assert Settings.model_fields["clamd"].default == ""


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("clamd.example.com:3310", ("clamd.example.com", 3310)),
        ("[::1]:3310", ("::1", 3310)),
        ("/run/clamd.sock", ("/run/clamd.sock", None)),
        ("", None),
    ],
)
def test_an_address_is_a_host_with_its_port_or_a_path(address, where):
    assert located(address) == where


@pytest.mark.parametrize("address", ["clamd", "clamd:", ":3310", "clamd:x", "clamd:70000", "a:0"])
def test_a_malformed_address_is_told_at_the_start(address):
    with pytest.raises(Malformed):
        located(address)
    with pytest.raises(ValidationError):
        Settings(clamd=address)
