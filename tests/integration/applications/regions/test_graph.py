"""Memberships and region extensions through the graph."""

from tests.integration.applications.graph import mutation

EXTENSION = (
    "regionExtension { id state email account reportedAccount blockers refuseReason homeRegion "
    "copied toTranslate "
    "countries { country language openedAt officialLanguages } maker { id } "
    "timeline { state country actor { id role } } }"
)
MAKER = "maker { id memberships { region state reason reasonText extendedFrom readyCountries } }"


def errors(answer, field):
    return [
        (it["__typename"], it["code"], it.get("path") or it.get("subject"))
        for it in answer["data"][field]["userErrors"]
    ]


async def test_a_maker_extends_to_europe_and_opens_germany_and_france(
    maker, name, marketplace, ask
):
    async def act(field, selection, **given):
        answer = await ask(maker.subject, ["maker"], mutation(field, selection), input=given)
        assert errors(answer, field) == []
        return answer["data"][field]["regionExtension"]

    started = await act("regionExtensionStart", EXTENSION, region="EU", primaryCountry="DE")
    assert (started["state"], started["homeRegion"]) == ("ACCOUNT_OPENING", "NA")
    assert (started["account"], started["refuseReason"]) == (None, None)
    assert started["blockers"] == ["REGISTER_ACCOUNT", "VERIFY_ACCOUNT", "LINK_ACCOUNTS"]
    assert started["copied"] == ["PROFILE_IMAGE", "STORE_NAME", "STOREFRONT_IMAGES", "SHORT_URL"]
    assert started["toTranslate"] == ["INSPIRATION", "ABOUT"]

    registered = await act(
        "regionExtensionRegister", EXTENSION, id=started["id"], account=f"A-{maker.subject}",
        email=started["email"],
    )  # fmt: skip
    assert registered["blockers"] == ["VERIFY_ACCOUNT", "LINK_ACCOUNTS"]
    assert registered["reportedAccount"] is None
    await marketplace.report(maker, region="EU", linked=True)

    for country, language in (("DE", "de"), ("FR", "fr")):
        opened = await act(
            "countryOpen", EXTENSION, id=started["id"], country=country, language=language
        )

    assert {it["country"]: it["language"] for it in opened["countries"]} == {
        "GB": None, "DE": "de", "FR": "fr", "IT": None, "ES": None,
    }  # fmt: skip
    query = """{ viewer { regionExtensions { nodes { id } } maker {
        memberships { region state extendedFrom readyCountries grantedAt } language } } }"""
    viewer = (await ask(maker.subject, ["maker"], query))["data"]["viewer"]
    assert viewer["regionExtensions"]["nodes"] == [{"id": started["id"]}]
    assert viewer["maker"]["language"] == "en"
    home, extended = viewer["maker"]["memberships"]
    assert home["extendedFrom"] is None
    assert (extended["extendedFrom"], extended["readyCountries"]) == ("NA", ["DE", "FR"])
    assert extended["grantedAt"]
    assert opened["account"] == opened["reportedAccount"] == f"A-{maker.subject}"


async def test_what_is_wrong_is_named_as_the_input_names_it(maker, name, ask):
    started = await ask(
        maker.subject, ["maker"], mutation("regionExtensionStart", EXTENSION),
        input={"region": "EU", "primaryCountry": "US"},
    )  # fmt: skip
    assert errors(started, "regionExtensionStart") == [
        ("InvalidFieldError", "COUNTRY_NOT_IN_REGION", ["primaryCountry"])
    ]

    extension = await maker.extend()
    found = await ask(
        maker.subject, ["maker"], "{ regionExtensions { nodes { id maker { id } } } }"
    )
    [node] = found["data"]["regionExtensions"]["nodes"]
    registered = await ask(
        maker.subject, ["maker"], mutation("regionExtensionRegister", EXTENSION),
        input={"id": node["id"], "account": "EU-1", "email": extension.email.upper()},
    )  # fmt: skip
    assert errors(registered, "regionExtensionRegister") == [
        ("PolicyError", "EMAIL_MISMATCH", "email")
    ]
    opened = await ask(
        maker.subject, ["maker"], mutation("countryOpen", EXTENSION),
        input={"id": node["id"], "country": "DE", "language": "de"},
    )  # fmt: skip
    assert errors(opened, "countryOpen") == [("StateError", "REGION_EXTENSION_STATE", None)]
    assert "Register the selling account first." in str(opened)
    cancelled = await ask(
        maker.subject, ["maker"], mutation("regionExtensionCancel", EXTENSION),
        input={"id": node["id"]},
    )  # fmt: skip
    assert cancelled["data"]["regionExtensionCancel"]["regionExtension"]["state"] == "CANCELLED"


async def test_staff_suspends_reinstates_and_puts_out(maker, name, reviewer, ask):
    own = await ask(maker.subject, ["maker"], "{ viewer { maker { id } } }")
    maker_id = own["data"]["viewer"]["maker"]["id"]

    async def act(field, **given):
        given = {"maker": maker_id, "region": "NA"} | given
        answer = await ask(reviewer.subject, ["reviewer"], mutation(field, MAKER), input=given)
        assert errors(answer, field) == []
        return answer["data"][field]["maker"]["memberships"][0]

    suspended = await act("membershipSuspend", reason="PERFORMANCE", text="Late.")
    assert (suspended["state"], suspended["reason"], suspended["reasonText"]) == (
        "SUSPENDED", "PERFORMANCE", "Late.",
    )  # fmt: skip
    reinstated = await act("membershipReinstate", text="Fine again.")
    assert (reinstated["state"], reinstated["reason"]) == ("ACTIVE", None)
    seen = await ask("", [], "query($id: ID!) { maker(id: $id) { language memberships { "
                     "reason reasonText } } }", id=maker_id)  # fmt: skip
    assert seen["data"]["maker"] == {
        "language": None,
        "memberships": [{"reason": None, "reasonText": None}],
    }
    await act("membershipSuspend", reason="PERFORMANCE", text="Late again.")
    removed = await act("membershipRemove", reason="PERFORMANCE", text="That is it.")
    assert removed["state"] == "REMOVED"


async def test_a_maker_leaves_the_programme(maker, name, ask):
    given = {"region": "NA", "reason": "OTHER_REASON"}
    refused = await ask(maker.subject, ["maker"], mutation("programmeLeave", MAKER), input=given)
    assert errors(refused, "programmeLeave") == [("InvalidFieldError", "REQUIRED", ["text"])]

    left = await ask(
        maker.subject, ["maker"], mutation("programmeLeave", MAKER),
        input=given | {"text": "I retire."},
    )  # fmt: skip

    [membership] = left["data"]["programmeLeave"]["maker"]["memberships"]
    assert (membership["state"], membership["reasonText"]) == ("LEFT", "I retire.")


async def test_the_extensions_of_others_are_not_there(maker, linked, ask, a_person):
    await linked()
    own = await ask(
        maker.subject, ["maker"], "{ viewer { maker { id } regionExtensions { nodes { id } } } }"
    )
    viewer = own["data"]["viewer"]
    extension_id = viewer["regionExtensions"]["nodes"][0]["id"]
    query = """query($id: ID!, $maker: ID!) {
        regionExtension(id: $id) { id timeline { actor { id } } }
        regionExtensions(maker: $maker) { nodes { id } } }"""
    given = {"id": extension_id, "maker": viewer["maker"]["id"]}

    stranger = a_person("maker")
    hidden = await ask(stranger.subject, ["maker"], query, **given)
    assert hidden["data"] == {"regionExtension": None, "regionExtensions": None}
    staff = await ask("rita", ["support"], query, **given)
    assert staff["data"]["regionExtensions"]["nodes"] == [{"id": extension_id}]
    assert all(it["actor"]["id"] for it in staff["data"]["regionExtension"]["timeline"])


async def test_the_countries_of_the_programme_are_there_for_everybody(ask):
    query = """query($on: Date) { programmeCountries(on: $on) {
        code name region officialLanguages currency timeZone since } }"""

    answer = await ask("", [], query)
    [canada] = [it for it in answer["data"]["programmeCountries"] if it["code"] == "CA"]

    assert canada == {
        "code": "CA",
        "name": "Canada",
        "region": "NA",
        "officialLanguages": ["en", "fr"],
        "currency": "CAD",
        "timeZone": "America/Toronto",
        "since": "2015-10-08",
    }
    assert len(answer["data"]["programmeCountries"]) == 8
    before = await ask("", [], query, on="2015-10-07")
    assert before["data"]["programmeCountries"] == []
