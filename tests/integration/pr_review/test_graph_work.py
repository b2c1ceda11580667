"""What waits, what is planned and who is there, by the graph."""

from gateway.ids import to_id
from tests.integration.pr_review.test_graph_review import done


async def test_what_waits_is_counted_planned_and_told(press, graph):
    ada = await press.a_maker("ada")
    submitted = await ada.submitted()
    id = str(to_id("PressRelease", submitted.name))
    await press.knows("pia", "pr", name="Pia")
    rita = graph("rita", "pr", name="Rita")
    await rita.do("pressReleaseTake", id=id)

    found = await rita.ask(
        """query($id: ID!) { pressReleaseWork(assigned: MINE) {
            nodes { object title waitingFor waitingForWhom pressRelease { state } nextDueAt }
            counts { all mine } pressCounts { lead shortNotice }
          }
          pressReleaseCalendar(from: "2027-03-01", until: "2027-03-31", countries: []) {
            releaseOn pressRelease { id } clashes { id }
          }
          pressReleaseActivity(object: $id) { nodes { action toState object } }
          pressReleaseFigures(weeks: 1) { submitted }
          pressReleaseRepresentatives { who { displayName } openItems absence { endsAt } }
          pressReleaseStakeholders { who { id } }
          pressReleaseLetterPreview(pressRelease: $id, kind: CHANGES, words: "Dear Ada.") {
            subject text language
          } }""",
        id=id,
    )

    assert "errors" not in found, found["errors"]
    data = found["data"]
    [item] = data["pressReleaseWork"]["nodes"]
    assert (item["object"], item["waitingForWhom"], item["waitingFor"]) == (
        id,
        "ASSIGNEE",
        "ASSIGNEE",
    )
    assert data["pressReleaseWork"]["counts"] == {"all": 1, "mine": 1}
    assert data["pressReleaseWork"]["pressCounts"] == {"lead": 0, "shortNotice": 0}
    assert data["pressReleaseCalendar"] == [
        {"releaseOn": "2027-03-02", "pressRelease": {"id": id}, "clashes": []}
    ]
    assert {line["object"] for line in data["pressReleaseActivity"]["nodes"]} == {id}
    assert data["pressReleaseFigures"] == [{"submitted": 1}]
    assert "Dear Ada." in data["pressReleaseLetterPreview"]["text"]
    assert "Dog mugs" not in data["pressReleaseLetterPreview"]["subject"]


async def test_somebody_away_is_shown_with_who_stands_in(press, graph):
    await press.knows("pia", "pr", name="Pia")
    await press.knows("rita", "pr", name="Rita")
    rita = graph("rita", "pr", name="Rita")

    said = await done(
        rita,
        "pressAbsenceSet",
        "absence { representative { id } substitute { displayName } endsAt }",
        substitute="pia",
        endsAt="2027-02-20T00:00:00Z",
    )
    shown = await rita.ask("{ pressReleaseRepresentatives { who { id } absence { endsAt } } }")
    ended = await done(rita, "pressAbsenceEnd", "__typename")
    wrong = await done(
        rita, "pressAbsenceSet", "absence { endsAt }",
        substitute="pia", endsAt="2020-01-01T00:00:00Z",
    )  # fmt: skip

    assert said["userErrors"] == ended["userErrors"] == []
    assert said["absence"] == {
        "representative": {"id": "rita"},
        "substitute": {"displayName": "Pia"},
        "endsAt": "2027-02-20T00:00:00.000Z",
    }
    away = {it["who"]["id"]: it["absence"] for it in shown["data"]["pressReleaseRepresentatives"]}
    assert away["rita"] == {"endsAt": "2027-02-20T00:00:00.000Z"}
    assert [error["path"] for error in wrong["userErrors"]] == [["endsAt"]]
