"""The letters of the press team: whole in every language, and bound to what they are about."""

import re
from dataclasses import replace
from datetime import time

import pytest

from chassis.languages import WRITTEN
from pr_review.domain.release import (
    ChangeRequest,
    DeclineReason,
    EditedCopy,
    LetterKind,
    NoticeVerdict,
    WaitingFor,
)
from pr_review.letters import Letters
from pr_review.letters.words import words_in
from pr_review.policy.numbers import Policy
from tests.unit.pr_review.builders import NOW, RITA
from tests.unit.pr_review.letters.releases import SHA, TITLE, a_maker, a_release

LETTERS = Letters(Policy())
OTHERS = [language for language in WRITTEN if language != "en"]
CONDITIONS = ["Without the second picture.", "Only with\nour  permission."]
OUR_EDITS = {
    "de": "unsere Änderungen übernehmen",
    "en": "our edits",
    "es": "nuestros cambios",
    "fr": "nos modifications",
    "it": "nostre modifiche",
}
APPROVALS = (LetterKind.APPROVAL, LetterKind.CONDITIONAL_APPROVAL)


def a_letter(kind, language="en", words="Our own words.", release=None, conditions=None, **others):
    if conditions is None:
        conditions = CONDITIONS if kind is LetterKind.CONDITIONAL_APPROVAL else ()
    if kind is LetterKind.DECLINE:
        others.setdefault("reason", DeclineReason.NOT_ACCURATE)
    given = release or a_release()
    return LETTERS.write(kind, given, a_maker(language), words, conditions=conditions, **others)


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_is_whole(kind, language):
    letter = a_letter(kind, language)

    assert letter.language == language
    assert letter.text.count("Our own words.") == 1
    assert not re.search(r"[{}]|None|\n\n\n|  ", letter.text + letter.subject)
    assert f"{TITLE}" in letter.text
    assert len(letter.text) > 200


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("kind", LetterKind)
def test_no_line_of_a_letter_is_left_in_english(kind, language):
    english, other = a_letter(kind), a_letter(kind, language)

    assert other.subject != english.subject
    said = set(english.text.split("\n\n")) - {"Our own words."}
    assert not said.intersection(other.text.split("\n\n"))


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_tells_the_same_facts_in_every_language(kind, language):
    def shape(it):
        return [set(re.findall(r"\{\w+\}", line)) for line in it.letters[kind].lines]

    assert shape(words_in(language)) == shape(words_in("en"))


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("kind", LetterKind)
def test_a_subject_tells_which_press_release_it_is_and_nothing_of_it(kind, language):
    letter = a_letter(kind, language)

    assert "C0FFEE12" in letter.subject
    assert not set(re.findall(r"\w+", TITLE)) & set(re.findall(r"\w+", letter.subject))
    assert "2027" not in letter.subject


@pytest.mark.parametrize("kind", LetterKind)
def test_the_same_is_always_written_the_same(kind):
    assert a_letter(kind) == a_letter(kind)


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("reason", DeclineReason)
def test_every_reason_for_declining_has_its_paragraph_but_the_one_that_the_words_tell(
    reason, language
):
    with_reason = a_letter(LetterKind.DECLINE, language, reason=reason).text.split("\n\n")

    said = words_in(language).decline_reason(reason)
    if reason is DeclineReason.OTHER:
        assert (said, len(with_reason)) == ("", 3)
    else:
        assert with_reason[1:3] == [said, "Our own words."]
        assert language == "en" or said != words_in("en").decline_reason(reason)


@pytest.mark.parametrize("language", WRITTEN)
def test_a_language_has_words_for_every_notice_and_everybody_who_is_waited_for(language):
    it = words_in(language)

    assert all(it.notice(verdict) for verdict in NoticeVerdict)
    assert all(it.waiting(waiting_for) for waiting_for in WaitingFor)


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("kind", APPROVALS)
def test_an_approval_is_bound_to_one_draft_and_one_day_and_says_until_when_it_holds(kind, language):
    it, letter = words_in(language), a_letter(kind, language, release=a_release(at=time(9, 30)))

    draft, digest, whole = r"\b3\b", SHA[:12], SHA
    assert re.search(draft, letter.text)
    assert digest in letter.text.replace(whole, "")
    assert whole in letter.text
    day = it.day(a_release().form.release_on)
    assert day in letter.text
    assert "09:30" in letter.text
    assert "America/Los_Angeles" in letter.text
    until = a_release().form.release_on + Policy().approval_kept
    assert it.day(until) in letter.text


@pytest.mark.parametrize("language", WRITTEN)
def test_conditions_are_numbered_each_on_a_line_of_its_own(language):
    letter = a_letter(LetterKind.APPROVAL, language, conditions=CONDITIONS)

    assert "\n1. Without the second picture.\n2. Only with our permission.\n" in letter.text


def test_whether_an_approval_is_conditional_depends_on_whether_there_are_conditions():
    with_some = a_letter(LetterKind.APPROVAL, conditions=CONDITIONS)
    without = a_letter(LetterKind.CONDITIONAL_APPROVAL, conditions=())

    assert with_some == a_letter(LetterKind.CONDITIONAL_APPROVAL)
    assert without == a_letter(LetterKind.APPROVAL)
    assert with_some.subject != without.subject
    assert "conditions" not in without.text


@pytest.mark.parametrize(
    ("language", "earliest"),
    [
        ("en", "move the date to 4 March 2027 or later"),
        ("de", "auf den 4. März 2027 oder später"),
        ("fr", "déplacer la date au 4 mars 2027 ou plus tard"),
        ("es", "Cambie la fecha al 4 de marzo de 2027 o a un día posterior"),
        ("it", "o a uno successivo: 4 marzo 2027"),
    ],
)
def test_who_is_refused_an_exception_is_told_the_first_date_that_is_on_time(language, earliest):
    assert earliest in a_letter(LetterKind.EXCEPTION_REFUSAL, language).text


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "This is round 1 of 2."),
        (2, "This is round 2 of 2, the last one: your next draft will be approved or declined."),
    ],
)
def test_changes_are_asked_for_with_the_round_and_whether_it_is_the_last(number, said):
    asked = tuple(ChangeRequest(it, "", RITA, NOW, it) for it in range(1, number))
    letter = a_letter(LetterKind.CHANGES, release=a_release(change_requests=asked))

    assert [it for it in letter.text.split("\n\n") if "round" in it] == [said]


@pytest.mark.parametrize("language", WRITTEN)
def test_a_letter_speaks_of_our_edits_only_where_there_is_a_copy_with_them(language):
    without = a_release()
    copy = EditedCopy(3, SHA, "e", "edits.docx", 1, "e" * 64, NOW, RITA)
    edited = replace(without, edited_copies=(copy,))
    of_another_draft = replace(without, edited_copies=(replace(copy, draft_number=2),))

    letters = [
        LETTERS.write(LetterKind.CHANGES, it, a_maker(language), "Please.").text.split("\n\n")
        for it in (without, edited, of_another_draft)
    ]

    ours = OUR_EDITS[language]
    assert [any(ours in part for part in letter) for letter in letters] == [False, True, False]
    assert letters[0] == letters[2]
    assert len(letters[0]) == len(letters[1])


def test_who_needs_no_review_may_still_ask():
    letter = a_letter(LetterKind.NO_REVIEW_NEEDED, words="")

    assert "Nothing in it mentions the marketplace" in letter.text
    assert "you may still ask" in letter.text


@pytest.mark.parametrize("language", WRITTEN)
def test_of_a_text_that_mentions_us_no_letter_says_that_it_does_not(language):
    without = a_release()
    mentioning = replace(without, drafts=(replace(without.drafts[0], mention_count=2),))
    says_so, says_nothing = (
        LETTERS.write(LetterKind.NO_REVIEW_NEEDED, it, a_maker(language), "Why.").text.split("\n\n")
        for it in (without, mentioning)
    )

    assert len(says_so) == len(says_nothing) == 3
    assert says_so[0] != says_nothing[0]
    assert len(says_nothing[0]) < len(says_so[0])


def test_what_is_taken_back_is_named_by_the_day_it_was_where_it_goes_out():
    # At three in the morning by UTC it is still the day before in Los Angeles.
    assert "our decision of 19 February 2027" in a_letter(LetterKind.REOPENING).text


def test_without_words_of_their_own_the_letter_has_one_paragraph_less():
    with_words, without = (
        a_letter(LetterKind.EXCEPTION_GRANT, words=words) for words in ("Our own words.", "  \n")
    )

    assert without.text == with_words.text.replace("Our own words.\n\n", "")


@pytest.mark.parametrize(
    "typed", ["{sha256} {0} {words}", "%s {{}} {__class__}", "1. {conditions}", "“{title}”"]
)
def test_what_somebody_typed_is_never_read_as_ours(typed):
    release = a_release(title=typed)
    letter = a_letter(LetterKind.APPROVAL, words=typed, release=release, conditions=[typed, typed])

    assert letter.text.count(typed) == 4
    assert typed not in letter.subject


@pytest.mark.parametrize(
    ("chosen", "country", "language"),
    [("fr", "US", "fr"), ("", "MX", "es"), ("", "DE", "de"), ("", "CA", "en"), ("", "", "en")],
)
def test_a_maker_is_written_to_in_the_language_chosen_or_the_countrys(chosen, country, language):
    letter = LETTERS.write(LetterKind.DECLINE, a_release(), a_maker(chosen, country))

    assert letter.language == language
