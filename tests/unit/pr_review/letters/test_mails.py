"""The mails of press review: whole in every language, and silent about what is confidential."""

import re

import pytest

from chassis.languages import WRITTEN
from chassis.mails.writer import Typed, Writer, facts_in
from pr_review.domain.release import LetterKind
from pr_review.letters import Letters
from pr_review.letters.words import words_in
from pr_review.policy.numbers import Policy
from tests.unit.pr_review.letters.releases import SHA, TITLE, a_maker, a_release, some_facts

WRITER = Writer()
MAILS = sorted(words_in("en").mails)
OTHERS = [language for language in WRITTEN if language != "en"]
FOR_STAFF = [name for name in MAILS if name.startswith("staff_")]


def written(mail, language="en", **changes):
    it = words_in(language)
    return WRITER.write(it, mail, {**some_facts(it), **changes})


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", MAILS)
def test_a_mail_is_the_same_in_every_language(name, language):
    english, other = words_in("en").mails[name], words_in(language).mails[name]

    def shape(wording):
        lines = [
            (re.match(r"[#>~=\[]|\*(?!\*)|1\.|", line)[0], facts_in(line)) for line in wording.lines
        ]
        return facts_in(wording.subject), facts_in(wording.preview), lines

    assert shape(other) == shape(english)
    assert other.heading != english.heading
    assert other.preview != english.preview
    assert set(words_in(language).mails) == set(MAILS)


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("name", MAILS)
def test_a_mail_is_whole_as_text_and_as_html(name, language):
    mail = written(name, language)

    for body in (mail.subject, mail.text, mail.html):
        assert body.strip()
        assert not re.search(r"\{\w*\}|\*\*|None", body)
    for body in (mail.text, mail.html):
        assert "ada@example.com" in body
    assert f'lang="{language}"' in mail.html
    assert max(map(len, mail.text.splitlines())) <= 76


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("name", MAILS)
def test_no_subject_or_preview_tells_what_a_press_release_is_called(name, language):
    wording = words_in(language).mails[name]

    assert facts_in(wording.subject + wording.heading + wording.preview) <= {
        "subject",
        "reference",
        "days",
    }


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("name", FOR_STAFF)
def test_a_mail_to_staff_tells_nothing_of_what_a_press_release_is_about(name, language):
    mail = written(name, language)

    assert "C0FFEE12" in mail.text
    assert TITLE not in mail.subject + mail.text + mail.html


def test_a_letter_is_mailed_whole_paragraph_for_paragraph():
    letter = Letters(Policy()).write(
        LetterKind.APPROVAL, a_release(), a_maker(), "Well done.\nRita", conditions=["One.", "Two."]
    )

    mail = written("CONDITIONAL_APPROVAL", letter=Typed(letter.text), subject=letter.subject)

    assert mail.subject == letter.subject
    assert " ".join(letter.text.split()) in " ".join(mail.text.split())
    assert "\n1. One.\n2. Two.\n" in mail.text
    assert "\nWell done.\nRita\n" in mail.text
    assert '<p><span dir="auto">Well done.<br>Rita</span></p>' in mail.html
    assert mail.html.count("<p>") >= letter.text.count("\n\n") + 1
    assert SHA in mail.text


def test_a_letter_does_nothing_that_somebody_typed():
    typed = "<img src=x onerror=alert(1)>\n\n**bold** {email} \u202eevil\n\n* 1. # > [x]({link})"

    mail = written("CHANGES", letter=Typed(typed))

    assert "<img" not in mail.html
    assert "\u202e" not in mail.html + mail.text
    assert "**bold** {email}" in mail.text
    assert "<li" not in mail.html


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("name", [name for name in MAILS if not name.startswith("staff_")])
def test_what_a_press_release_is_called_stands_in_quotation_marks(name, language):
    text = written(name, language).text

    for before in text.split(TITLE)[:-1]:
        assert before.rstrip()[-1] in "“„«"


@pytest.mark.parametrize("language", WRITTEN)
def test_what_is_around_a_letter_says_nothing_of_answering_as_not_every_one_can_be(language):
    text = written("DECLINE", language).text

    asked = ("answer", "beantworten", "responder", "répondre", "rispondere")
    assert not any(word in text for word in asked)
