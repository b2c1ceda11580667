"""The questionnaire as it is shown: questions in their wording, with what is remarkable."""

from console.pages.application.answers import sheet


def question(field, text, *choices):
    return {
        "field": field,
        "text": text,
        "choices": [
            {"value": value, "text": called, "isAccepted": accepted}
            for value, called, accepted in choices
        ],
    }


FORM = {
    "version": "v2",
    "questions": [
        question("businessName", "What is it called?"),
        question("country", "Where from?"),
        question("headCount", "How many?", ("OVER_TWENTY", "More than twenty.", True)),
        question("products", "What do you sell?"),
        question("products.category", "Category?", ("home", "Home and kitchen", True)),
        question(
            "products.goods",
            "Goods?",
            ("FINISHED", "Finished goods.", True),
            ("FOOD", "Food is not taken.", False),
        ),
        question("shopUrls", "Where do you sell already?"),
        question("organisationUrl", "Where can we read about you?"),
        question("photos.product", "What do they look like?"),
        question("attested", "Do you confirm?"),
        question("statements", "Each?", ("MADE_BY_US", "We make them.", True)),
    ],
}  # fmt: skip


def applied(**changes):
    answers = {
        "businessName": None,
        "country": "DE",
        "headCount": None,
        "products": [],
        "shopUrls": [],
        "organisationUrl": None,
        "attestedAt": None,
        "statements": [],
    }
    around = {"flags": [], "problems": [], "photos": []}
    around.update({name: changes.pop(name) for name in list(changes) if name in around})
    return {"questionnaire": answers | changes, **around}


def shown(form=FORM, **changes):
    found = sheet(applied(**changes), form, [{"code": "DE", "name": "Germany"}])
    return {said.field: said for said in found.answers}


def test_questions_come_in_their_order_and_with_their_wording():
    found = sheet(applied(), FORM, [])

    assert [said.question for said in found.answers][:4] == [
        "What is it called?",
        "Where from?",
        "How many?",
        "What do you sell?",
    ]


def test_what_was_not_answered_is_there_all_the_same():
    assert not shown()["businessName"].is_given


def test_a_country_has_its_name_and_its_code_where_that_is_not_known():
    assert shown()["country"].texts == ["Germany"]
    assert shown(country="XX")["country"].texts == ["XX"]


def test_links_are_kept_apart_from_texts():
    found = shown(
        shopUrls=["https://a.example", "javascript:x"], organisationUrl="https://b.example"
    )

    assert found["shopUrls"].links == ["https://a.example", "javascript:x"]
    assert found["organisationUrl"].links == ["https://b.example"]
    assert not found["organisationUrl"].is_list


def test_product_lines_are_a_table_with_a_column_for_each_question_of_theirs():
    found = shown(products=[{"category": "home", "goods": "FINISHED"}])["products"]

    assert found.columns == ["Category?", "Goods?"]
    assert found.rows == [["Home and kitchen", "Finished"]]


def test_photos_are_counted_by_kind():
    found = shown(photos=[{"kind": "PRODUCT"}, {"kind": "WORKSPACE"}, {"kind": "PRODUCT"}])

    assert found["photos.product"].photos == 2


def test_a_confirmation_says_when():
    found = shown(attestedAt="2026-03-20T12:00:00Z")

    assert found["attested"].texts == ["Confirmed on 20 Mar 2026, 12:00 UTC"]


def test_a_flag_stands_beside_its_answer():
    answers = applied(flags=["LARGE_GROUP", "FORMER_MAKER", "CASE_BY_CASE"])

    found = sheet(answers, FORM, [])

    assert {said.field: said.flags for said in found.answers if said.flags} == {
        "headCount": ["LARGE_GROUP"]
    }


def test_a_broken_rule_stands_beside_its_answer():
    problems = [
        {"subject": "questionnaire.products.0.goods", "message": "Goods are missing."},
        {"subject": "questionnaire.businessName", "message": "Say what it is called."},
        {"subject": None, "message": "Something else."},
    ]

    found = sheet(applied(problems=problems), FORM, [])

    beside = {said.field: said.wrongs for said in found.answers if said.wrongs}
    assert beside == {
        "products": ["Goods are missing."],
        "businessName": ["Say what it is called."],
    }
    assert found.wrongs == ["Something else."]


def test_what_the_programme_does_not_take_is_said_with_the_sentence_of_the_form():
    found = shown(products=[{"category": "home", "goods": "FOOD"}])

    assert found["products"].wrongs == ["Food is not taken."]


def test_without_the_form_the_answers_are_shown_by_their_names():
    found = shown(
        form=None, businessName="Kiln", products=[{"category": "home", "goods": "FINISHED"}]
    )

    assert found["businessName"].question == "Business name"
    assert found["businessName"].texts == ["Kiln"]
    assert found["products"].columns == ["Category", "Goods"]
    assert "headCount" not in found
