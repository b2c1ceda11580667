"""The mails: whole in every language, and safe from whatever somebody typed."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from applications.domain.application import DeclineReason
from applications.domain.membership import MembershipReason
from applications.mails.words import words, words_for
from chassis.countries import countries
from chassis.languages import WRITTEN
from chassis.mails.writer import Typed, Writer, facts_in

NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)
WRITER = Writer()
MAILS = sorted(words("en").mails)
OTHERS = [language for language in WRITTEN if language != "en"]
LINK = "https://handmade.test/register#s3cret"
HOSTILE = [
    pytest.param("Ada\r\nBcc: eve@example.com", id="a header"),
    pytest.param('<script>alert(1)</script><img src=x onerror="x()">', id="a script"),
    pytest.param('"></a><a href="https://evil.example">Register now', id="a link"),
    pytest.param("\u202eevil\u202c \u2066isolated", id="what turns the direction around"),
    pytest.param("{email} {link} **bold** {{ 7*7 }} {% raw %}", id="our own marks"),
    pytest.param("* 1. # > ~ [x]({link})", id="marks of lines"),
    pytest.param("\x00\x1b[31m\x07\u2028\ud800", id="control characters"),
    pytest.param("\u202d" * 5000, id="nothing at all"),
]


def some_facts(language="en", **changes):
    it = words(language)
    return {
        "name": Typed("Ana Reed"),
        "business": Typed("Reed Pottery"),
        "email": "Ana@example.com",
        "region": it.region("NA"),
        "home_region": it.region("EU"),
        "regions": (it.region("NA"), it.region("EU")),
        "answer_due": it.day(NOON),
        "link": LINK,
        "expires": it.moment(NOON, "US"),
        "due": it.moment(NOON, "MX"),
        "questions": (Typed("Who throws?"), Typed("With what clay?")),
        "reopen_until": it.moment(NOON, "DE"),
        "reason": it.decline_reason("RESOLD"),
        "text": Typed("These are bought.\n\nWe looked twice."),
        "reapply": it.moment(NOON, "IT"),
        "countries": it.listing_countries(["US", "CA", "MX"], NOON),
        **changes,
    }


def written(mail, language="en", /, **changes):
    return WRITER.write(words(language), mail, some_facts(language, **changes))


def on_one_line(text):
    return " ".join(text.split())


class Page(HTMLParser):
    """What a reader's program finds in a mail's HTML."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.links = set(), set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links |= {value for name, value in attrs if name in ("href", "src")}
        assert not any(name.startswith("on") for name, _ in attrs)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", MAILS)
def test_a_mail_is_the_same_in_every_language(name, language):
    english, other = words("en").mails[name], words(language).mails[name]

    def shape(wording):
        lines = [
            (re.match(r"[#>~\[]|\*(?!\*)|1\.|", line)[0], facts_in(line)) for line in wording.lines
        ]
        return facts_in(wording.subject), facts_in(wording.preview), lines

    assert shape(other) == shape(english)
    assert other.subject != english.subject
    assert other.heading != english.heading


@pytest.mark.parametrize("language", WRITTEN)
def test_a_language_names_everything_that_there_is(language):
    it = words(language)

    assert set(it.mails) == set(MAILS)
    assert len({it.day(NOON.replace(month=month)) for month in range(1, 13)}) == 12
    for found in countries(NOON.date()).values():
        (line,) = it.listing_countries([found.code], NOON)
        assert found.code not in line
        assert not set(found.languages) & set(re.findall(r"\w+", line))
        assert it.region(found.region) != found.region
        assert found.time_zone not in it.moment(NOON, found.code)
    for reason in DeclineReason:
        assert it.decline_reason(reason.value) or reason is DeclineReason.OTHER_REASON
    for code in ("NOT_HANDMADE", "COMMUNICATION_RULES", "POLICY_BREACH", "PERFORMANCE"):
        assert it.membership_reason(MembershipReason(code).value)


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("name", MAILS)
def test_a_mail_is_whole_as_text_and_as_html(name, language):
    mail = written(name, language)

    for body in (mail.subject, mail.text, mail.html):
        assert body.strip()
        assert not re.search(r"\{\w*\}|\*\*|None", body)
    for body in (mail.text, mail.html):
        assert "Ana Reed" in body
        assert "Ana@example.com" in body
    assert f'lang="{language}"' in mail.html
    assert max(map(len, mail.text.splitlines())) <= 76
    assert Page(mail.html).links <= {LINK}


@pytest.mark.parametrize(
    ("language", "moment"),
    [
        ("en", "1 May 2030, 12:00 UTC (1 May 2030, 08:00 in New York)"),
        ("fr", "1er mai 2030 à 12:00 UTC (1er mai 2030 à 08:00, heure de New York)"),
        ("de", "1. Mai 2030, 12:00 Uhr UTC (1. Mai 2030, 08:00 Uhr in New York)"),
        ("es", "1 de mayo de 2030, 12:00 UTC (1 de mayo de 2030, 08:00, hora de Nueva York)"),
        ("it", "1º maggio 2030, ore 12:00 UTC (1º maggio 2030, ore 08:00, ora di New York)"),
    ],
)
def test_a_moment_is_written_the_languages_way_in_utc_and_there(language, moment):
    assert words(language).moment(NOON, "US") == moment


def test_a_moment_may_be_another_day_there_and_knows_summer_time():
    late = datetime(2030, 7, 31, 23, 30, tzinfo=UTC)

    assert "1. August 2030, 01:30 Uhr in Berlin" in words("de").moment(late, "DE")
    assert "1er août 2030 à 01:30, heure de Paris" in words("fr").moment(late, "FR")


def test_of_a_country_we_do_not_know_only_utc_is_told():
    assert words("en").moment(NOON, "") == "1 May 2030, 12:00 UTC"


@pytest.mark.parametrize(
    ("chosen", "country", "language"),
    [
        ("fr", "US", "fr"),
        ("", "US", "en"),
        ("", "CA", "en"),
        ("", "MX", "es"),
        ("", "DE", "de"),
        ("", "IT", "it"),
        ("pt", "FR", "fr"),
        ("", "", "en"),
        ("../en", "XX", "en"),
    ],
)
def test_people_are_written_to_in_their_language(chosen, country, language):
    assert words_for(chosen, country, NOON).language == language


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Reed Pottery has been approved for Handmade in the region North America."),
        ("fr", "La candidature de Reed Pottery à Handmade a été acceptée pour la région Amérique"),
        ("de", "Reed Pottery wurde für Handmade in der Region Nordamerika angenommen."),
        ("es", "Reed Pottery ha sido aceptado en Handmade para la región América del Norte."),
        ("it", "Reed Pottery è stato accettato in Handmade per l’area America del Nord."),
    ],
)
def test_an_invitation_says_what_to_do_and_where(language, sentence):
    mail = written("invitation", language)

    assert sentence in on_one_line(mail.text)
    assert f"\n{LINK}\n" in mail.text
    assert f'href="{LINK}"' in mail.html


def test_questions_are_numbered_and_come_with_the_deadline():
    mail = written("information_asked")

    assert "\n1. Who throws?\n2. With what clay?\n" in mail.text
    assert re.search(r"<ol.*?Who throws\?.*?With what clay\?.*?</ol>", mail.html, re.DOTALL)
    assert "by 1 May 2030, 12:00 UTC (1 May 2030, 06:00 in Mexico City)" in on_one_line(mail.text)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "by {due}. If any question is still open after {due}, the application expires."),
        ("fr", "le {due}. Si une question reste sans réponse après le {due}, la candidature"),
        ("de", "bis zum {due}. Ist nach dem {due} noch eine Frage offen, verfällt die Bewerbung."),
        ("es", "el {due}. Si después del {due} queda alguna pregunta sin responder, la solicitud"),
        (
            "it",
            "entro: {due}. Se allo scadere di questo termine ({due}) resta aperta anche una sola",
        ),
    ],
)
def test_what_ends_an_application_is_the_deadline_and_no_answer(language, sentence):
    mail = on_one_line(written("information_asked", language).text)

    due = words(language).moment(NOON, "MX")
    assert sentence.format(due=due) in mail


@pytest.mark.parametrize(
    ("language", "greeting"),
    [
        ("en", "Hello,"),
        ("fr", "Bonjour,"),
        ("de", "Guten Tag,"),
        ("es", "Hola:"),
        ("it", "Buongiorno,"),
    ],
)
def test_somebody_whose_name_we_do_not_know_is_greeted_without_one(language, greeting):
    mail = written("membership_left", language, name=Typed(""))

    assert mail.text.startswith(f"{greeting}\n")
    assert f"<p>{greeting}</p>" in mail.html


def test_a_link_is_introduced_as_the_language_writes_a_colon():
    assert "\nRegister now:\nhttps:" in written("invitation", "en").text
    assert "\u00a0:\nhttps:" in written("invitation", "fr").text


@pytest.mark.parametrize(
    ("language", "reason", "again"),
    [
        ("en", "The products are bought and sold on.", "again from {moment}."),
        ("fr", "Les produits sont achetés pour être revendus.", "à partir du {moment}."),
        ("de", "Die Produkte werden eingekauft und weiterverkauft.", "Ab dem {moment} können"),
        ("es", "Los productos se compran para revenderlos.", "a partir del {moment}."),
        ("it", "I prodotti sono acquistati per essere rivenduti.", "questo momento: {moment}."),
    ],
)
def test_a_decline_says_why_in_whose_words_and_when_to_come_back(language, reason, again):
    mail = written("declined", language)

    assert reason in on_one_line(mail.text)
    moment = words(language).moment(NOON, "IT")
    assert again.format(moment=moment) in on_one_line(mail.text)
    assert "\n    These are bought.\n\n    We looked twice.\n" in mail.text
    assert "These are bought.<br><br>We looked twice." in mail.html


def test_a_line_about_nothing_is_left_out():
    mail = written("expired", reopen_until="")

    assert "reopen it once" not in on_one_line(mail.text)
    assert "start a new application" in on_one_line(mail.text)
    assert written("declined", reason="").text.count("\n\n\n") == 0


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "You can start a new application at any time."),
        ("fr", "Vous pouvez commencer une nouvelle candidature à tout moment."),
        ("de", "Sie können jederzeit eine neue Bewerbung beginnen."),
        ("es", "Puede empezar una solicitud nueva cuando quiera."),
        ("it", "Può iniziare una nuova candidatura in qualsiasi momento."),
    ],
)
def test_another_application_is_not_told_of_as_a_second_way_where_it_is_the_only_one(
    language, sentence
):
    assert sentence in on_one_line(written("expired", language, reopen_until="").text)


def test_a_colon_in_a_list_of_countries_is_the_languages_own():
    assert words("fr").listing_countries(["CA"], NOON) == ("Canada\u00a0: anglais, français",)
    assert words("de").listing_countries(["CA"], NOON) == ("Kanada: Englisch, Französisch",)


def test_what_runs_from_right_to_left_is_kept_apart():
    name = "\u05e1\u05d8\u05d5\u05d3\u05d9\u05d5"

    mail = written("invitation", business=Typed(name))

    assert f"\u2068{name}\u2069 has been approved" in mail.text
    assert f'<span dir="auto">{name}</span>' in mail.html
    assert "\u2068" not in written("invitation").text


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("name", MAILS)
def test_nothing_that_somebody_typed_does_anything(name, typed):
    typed = Typed(typed)

    mail = written(name, name=typed, business=typed, text=typed, questions=(typed, typed))

    assert len(mail.subject.splitlines()) == 1
    assert not re.search("[\u202a-\u202e\u2066\u2067\x00\x1b\ud800]", mail.text + mail.html)
    has_link = any("link" in facts_in(line) for line in words("en").mails[name].lines)
    assert mail.text.count("s3cret") == has_link
    page = Page(mail.html)
    assert page.links <= {LINK}
    assert not page.tags & {"script", "img"}
    mail.text.encode()
    mail.html.encode()


def test_a_subject_is_one_short_line():
    it = words("en")
    crafted = type(it)(
        "en",
        {
            **it._tables,
            "crafted": {"subject": "For {name}", "heading": "-", "preview": "-", "lines": []},
        },
    )

    mail = WRITER.write(crafted, "crafted", some_facts(name=Typed("A\r\nBcc: e@x " + "x" * 300)))

    assert mail.subject.startswith("For A Bcc: e@x")
    assert len(mail.subject) == 200


def test_who_withdrew_an_application_is_not_told_for_sure_as_a_partner_may_have():
    assert "as you asked" not in written("withdrawn").text
    assert "as was asked for on your side" in written("withdrawn").text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "You can start another extension to this region at any time."),
        ("de", "Sie können die Erweiterung auf diese Region jederzeit erneut beginnen."),
        ("es", "Puede volver a iniciar la ampliación a esta región cuando quiera."),
        ("fr", "Vous pouvez recommencer l’extension à cette région à tout moment."),
        ("it", "Può riavviare l’estensione a quest’area in qualsiasi momento."),
    ],
)
def test_a_seller_who_was_not_verified_learns_that_it_can_be_tried_again(language, sentence):
    assert sentence in on_one_line(written("extension_refused", language).text)
