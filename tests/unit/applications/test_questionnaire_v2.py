"""The second version of the questionnaire: goods, statements, photos, account and language."""

import copy

import pytest

from applications.domain.application import Flag
from applications.domain.photo import PhotoKind
from applications.domain.questionnaire import (
    ArtisanType,
    Goods,
    HeadCount,
    ProductionMethod,
    SellerPlan,
    Statement,
)
from applications.policy.answers import Sheet
from applications.policy.application import confirmed, ensure_well_formed, flags, most_photos
from applications.policy.numbers import Policy
from applications.policy.submission import findings
from applications.questionnaires import forms, tables
from chassis.errors import Invalid
from tests.unit.applications.builders import NOON, REGIONS
from tests.unit.applications.sheets import (
    NUMBERS,
    SHOWN,
    a_line,
    a_sheet,
    answers_to_v2,
    broken_by,
    form,
    photos,
    said_of,
)

LATER = NOON.replace(hour=18)
TWENTY_ONE = tuple(
    a_line(category, goods=goods)
    for category in ("art", "baby")
    for goods in (*Goods, None)
    if category == "art" or goods is not None
)[:21]


def malformed_in(answers, version="v2"):
    try:
        ensure_well_formed(a_sheet(answers, version), REGIONS)
    except Invalid as invalid:
        return said_of(invalid.violations)
    return []


def test_a_complete_application_breaks_no_rule():
    assert broken_by(answers_to_v2()) == []


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(a_line(goods=Goods.SUPPLIES_IN_KIT), id="supplies in a kit to make something"),
        pytest.param(a_line(goods=Goods.SUPPLIES_ALTERED), id="bought yarn that the maker dyed"),
        pytest.param(a_line(goods=Goods.SUPPLIES_MADE), id="yarn that the maker spun"),
        pytest.param(a_line(goods=Goods.AIR_PLANT_WITH_POT), id="a pot with an air plant"),
        pytest.param(a_line("electronics-accessories"), id="a phone case"),
    ],
)
def test_what_the_programme_takes(line):
    assert broken_by(answers_to_v2(products=(line,))) == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param(
            a_line(goods=Goods.SUPPLIES_BOUGHT),
            ["three exceptions", "in a kit", "produced", "altered"],
            id="bought yarn as it is",
        ),
        pytest.param(a_line(goods=Goods.LIVE_PLANTS), ["air plant", "pot"], id="potted basil"),
        pytest.param(
            a_line("electronics-accessories", goods=Goods.ELECTRONICS),
            ["loudspeakers", "phone cases"],
            id="a Bluetooth speaker",
        ),
        pytest.param(a_line(goods=Goods.FOOD), ["edible"], id="jam"),
        pytest.param(a_line(goods=Goods.DIGITAL), ["Downloads"], id="a pattern to download"),
        pytest.param(
            a_line(goods=Goods.FROM_BOUGHT_KIT), ["not made by hand"], id="a kit put together"
        ),
    ],
)
def test_what_it_does_not_take_is_said_with_why_and_with_the_exceptions(line, says):
    [problem] = findings(a_sheet(answers_to_v2(products=(a_line("art"), line))))

    assert problem.rule == "GOODS_NOT_TAKEN"
    assert problem.subject == "questionnaire.products[1].goods"
    assert [word for word in says if word not in problem.message] == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"products": ()}, ("products", "REQUIRED"), id="no products"),
        pytest.param(
            {"products": (a_line(goods=None),)}, ("products[0].goods", "REQUIRED"), id="no goods"
        ),
        pytest.param(
            {"products": (a_line("art"), a_line(production_method=None))},
            ("products[1].production_method", "REQUIRED"),
            id="one line without a way of making",
        ),
        pytest.param({"seller_plan": None}, ("seller_plan", "REQUIRED"), id="no plan"),
        pytest.param(
            {"seller_account": "A1B2"},
            ("seller_account", "SELLER_ACCOUNT_UNEXPECTED"),
            id="the number of an account that there is not",
        ),
        pytest.param(
            {"artisan_type": ArtisanType.COOPERATIVE},
            ("organisation_url", "ORGANISATION_URL_REQUIRED"),
            id="a co-op without a link",
        ),
        pytest.param(
            {"artisan_type": ArtisanType.OTHER, "group_description": " \u00a0"},
            ("group_description", "GROUP_DESCRIPTION_REQUIRED"),
            id="another group with a blank description",
        ),
        pytest.param(
            {"process_description": "Made. " + "\u200b" * 300},
            ("process_description", "PROCESS_DESCRIPTION_TOO_SHORT"),
            id="spaces of no width are not words",
        ),
    ],
)
def test_a_submission_names_what_is_missing(changes, expected):
    assert broken_by(answers_to_v2(**changes)) == [expected]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"head_count": HeadCount.OVER_TWENTY}, id="21 people are no bar"),
        pytest.param({"production_partners": "A foundry casts."}, id="partners are no bar"),
        pytest.param({"language": ""}, id="no language"),
        pytest.param({"language": "it"}, id="Italian"),
        pytest.param(
            {"seller_plan": SellerPlan.INDIVIDUAL, "seller_account": "A1B2"}, id="an account"
        ),
        pytest.param({"seller_plan": SellerPlan.PROFESSIONAL}, id="an account without its number"),
        pytest.param(
            {"products": (a_line(), a_line(goods=Goods.SUPPLIES_IN_KIT))},
            id="finished goods and kits of one category",
        ),
        pytest.param({"contact_name": "محمد عبد الله"}, id="a name from right to left"),
        pytest.param({"contact_name": "שרה כהן"}, id="a Hebrew name"),
        pytest.param({"contact_name": "Zoe\u0308 Nguyễn"}, id="a name with combining marks"),
        pytest.param({"business_name": "🧶 Ömür’s Knits 👩‍🎨"}, id="emoji, one of them joined"),
        pytest.param({"business_name": "क्‍ष"}, id="a joiner that a script needs"),
        pytest.param({"contact_name": "名" * 100}, id="100 characters of any script"),
    ],
)
def test_what_is_no_reason_to_refuse(changes):
    assert broken_by(answers_to_v2(**changes)) == []


def test_every_statement_that_is_not_confirmed_is_named():
    some = (Statement.MADE_BY_US, Statement.NO_DROP_SHIPPING)

    found = findings(a_sheet(answers_to_v2(statements=some)))

    assert said_of(found) == [
        ("statements", "OWN_OR_LICENSED_DESIGNS_UNCONFIRMED"),
        ("statements", "NO_RESELLING_UNCONFIRMED"),
    ]
    assert "Reselling is not allowed" in found[1].message


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        pytest.param(
            (),
            [("photos.product", "PHOTO_REQUIRED"), ("photos.workspace", "PHOTO_REQUIRED")],
            id="none",
        ),
        pytest.param(
            photos(PhotoKind.PRODUCT, 3), [("photos.workspace", "PHOTO_REQUIRED")], id="no workshop"
        ),
        pytest.param(
            photos(PhotoKind.WORKSPACE, 1) + photos(PhotoKind.EVIDENCE, 1),
            [("photos.product", "PHOTO_REQUIRED")],
            id="no product",
        ),
        pytest.param(
            photos(PhotoKind.PRODUCT, 10) + photos(PhotoKind.WORKSPACE, 5), [], id="as many as can"
        ),
        pytest.param(
            photos(PhotoKind.PRODUCT, 11) + photos(PhotoKind.WORKSPACE, 6),
            [("photos.product", "TOO_MANY_PHOTOS"), ("photos.workspace", "TOO_MANY_PHOTOS")],
            id="too many",
        ),
    ],
)
def test_products_and_the_workspace_are_shown(shown, expected):
    assert broken_by(answers_to_v2(), shown=shown) == expected


def test_how_many_photos_there_can_be():
    second, first = form("v2"), form("v1")

    assert [most_photos(second, kind, NUMBERS) for kind in PhotoKind] == [10, 5, 20]
    assert [most_photos(first, kind, NUMBERS) for kind in PhotoKind] == [0, 0, 20]


def test_everything_is_said_at_once():
    bare = answers_to_v2(
        contact_name="",
        business_name="",
        artisan_type=None,
        head_count=None,
        products=(a_line(goods=None), a_line("art", goods=Goods.FOOD)),
        process_description="",
        seller_plan=None,
        statements=(),
    )

    assert len(broken_by(bare, shown=())) == 4 + 2 + 1 + 1 + 4 + 2


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"language": "ja"}, ("language", "LANGUAGE_UNKNOWN")),
        ({"language": "EN"}, ("language", "LANGUAGE_UNKNOWN")),
        ({"products": (a_line("electronics"),)}, ("products[0].category", "CATEGORY_UNKNOWN")),
        ({"products": (a_line(), a_line())}, ("products[1]", "DUPLICATE")),
        ({"products": TWENTY_ONE}, ("products", "TOO_MANY_PRODUCTS")),
        ({"statements": (Statement.NO_RESELLING,) * 2}, ("statements[1]", "DUPLICATE")),
        ({"categories": ("art",)}, ("categories", "NOT_ASKED")),
        (
            {"production_method": ProductionMethod.MADE_BY_HAND},
            ("production_method", "NOT_ASKED"),
        ),
        ({"seller_account": "x" * 101}, ("seller_account", "SELLER_ACCOUNT_TOO_LONG")),
        ({"seller_account": "A\n1"}, ("seller_account", "CONTROL_CHARACTER")),
        ({"contact_name": "Ana\u2066Reed"}, ("contact_name", "CONTROL_CHARACTER")),
        ({"contact_name": "Ana\u202eReed"}, ("contact_name", "CONTROL_CHARACTER")),
        ({"contact_name": "Ana\u200bReed"}, ("contact_name", "CONTROL_CHARACTER")),
        ({"business_name": "Reed\u200d Pots"}, ("business_name", "CONTROL_CHARACTER")),
        ({"tools": "A wheel \u202efles"}, ("tools", "CONTROL_CHARACTER")),
    ],
)
def test_not_even_a_draft_may_say(changes, expected):
    assert malformed_in(answers_to_v2(**changes)) == [expected]


def test_the_first_version_is_not_asked_what_the_second_asks():
    answers = answers_to_v2(language="fr")

    assert malformed_in(answers, "v1") == [
        ("language", "NOT_ASKED"),
        ("products", "NOT_ASKED"),
        ("statements", "NOT_ASKED"),
        ("seller_plan", "NOT_ASKED"),
    ]


def test_the_statements_are_confirmed_when_the_last_one_is():
    second = form("v2")
    three = answers_to_v2(statements=tuple(Statement)[:3], attested=None)

    assert confirmed(three, second, NOON).attested is None
    assert confirmed(answers_to_v2(attested=None), second, NOON).attested == NOON


def test_that_moment_stays_until_a_statement_is_taken_back():
    second = form("v2")
    before = answers_to_v2(attested=NOON)
    fewer = answers_to_v2(attested=NOON, statements=())

    assert confirmed(before, second, LATER).attested == NOON
    assert confirmed(fewer, second, LATER).attested is None


def test_in_the_first_version_the_moment_is_an_answer():
    answers = answers_to_v2(statements=(), attested=NOON)

    assert confirmed(answers, form("v1"), LATER) == answers


def test_a_reviewer_is_pointed_to_large_groups_partners_and_unlisted_kinds():
    answers = answers_to_v2(
        head_count=HeadCount.OVER_TWENTY,
        production_partners="A foundry.",
        artisan_type=ArtisanType.OTHER,
    )

    assert flags(answers) == (Flag.LARGE_GROUP, Flag.PRODUCTION_PARTNERS, Flag.CASE_BY_CASE)


def test_a_version_that_asks_for_more_words_or_items_says_so_of_those():
    entries = copy.deepcopy(tables())
    for question in entries[-1]["question"]:
        if question["field"] in ("tools", "products"):
            question["least"] = "product_photos_max"
    answers = answers_to_v2(tools="A saw.")

    found = findings(Sheet(answers, forms(NUMBERS, entries).version("v2"), NUMBERS, SHOWN))

    assert sorted(said_of(found)) == [("products", "TOO_FEW_ITEMS"), ("tools", "TEXT_TOO_SHORT")]


def test_the_numbers_are_configuration():
    strict = Policy(product_photos_min=3, workspace_photos_max=1, process_description_min=1000)
    shown = SHOWN + photos(PhotoKind.WORKSPACE, 1)

    assert broken_by(answers_to_v2(), shown=shown, numbers=strict) == [
        ("process_description", "PROCESS_DESCRIPTION_TOO_SHORT"),
        ("photos.product", "PHOTO_REQUIRED"),
        ("photos.workspace", "TOO_MANY_PHOTOS"),
    ]
