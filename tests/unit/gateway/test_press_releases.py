"""Nothing is lost between the contract of press releases and the graph, in either direction."""

import itertools
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from google.type.timeofday_pb2 import TimeOfDay
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    parse,
)

from chassis.errors import Forbidden, Invalid, NotFound
from gateway import scalars
from gateway.clients import CONTRACTS
from gateway.context import Context
from gateway.downloads import DOWNLOADS
from gateway.ids import from_id, to_id
from gateway.limits import Limits, Meter
from gateway.links import Links
from gateway.subgraphs import pr_review
from gateway.supergraph import compose
from handmade.pr_review.v1 import (
    press_draft_pb2,
    press_release_pb2,
    press_release_work_pb2,
    press_review_pb2,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
UUID = "01900000-0000-7000-8000-00000000000"
RELEASE, COMMENT = f"pressReleases/{UUID}1", f"pressReleases/{UUID}1/comments/{UUID}2"
RELEASE_ID, COMMENT_ID = str(to_id("PressRelease", RELEASE)), str(to_id("PressComment", COMMENT))
MAKER, ORIGIN = f"makers/{UUID}3", f"pressReleases/{UUID}4"
NAMES = {
    "PressRelease.name": RELEASE,
    "PressRelease.maker": MAKER,
    "PressRelease.copied_from": ORIGIN,
    "PressComment.name": COMMENT,
    "PressComment.press_release": RELEASE,
    "PlannedRelease.clashes": ORIGIN,
    "PressActivityEntry.resource": RELEASE,
}
METHODS = {
    method.name: method
    for contract in CONTRACTS["pr_review"]
    for service in contract.DESCRIPTOR.services_by_name.values()
    for method in service.methods
}
GRAPH = compose({"pr_review": pr_review.schema})
TYPES = GRAPH._schema.type_map


def full(kind):
    """A message with something in every field, no two of its texts and numbers the same."""
    numbers = itertools.count(1)

    def value(field):
        place = f"{field.containing_type.name}.{field.name}"
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            return message(field.message_type._concrete_class)
        if field.type == FieldDescriptor.TYPE_ENUM:
            return field.enum_type.values[-1].number
        if field.type == FieldDescriptor.TYPE_STRING:
            return NAMES.get(place, f"{field.full_name} {next(numbers)}")
        if field.type == FieldDescriptor.TYPE_BOOL:
            return True
        if field.type == FieldDescriptor.TYPE_BYTES:
            return b"bytes"
        return next(numbers) + (0.5 if field.type == FieldDescriptor.TYPE_DOUBLE else 0)

    def message(kind):
        if kind is Timestamp:
            return Timestamp(seconds=int(NOW.timestamp()) + next(numbers))
        if kind is Date:
            return Date(year=2027, month=1 + next(numbers) % 12, day=1 + next(numbers) % 28)
        if kind is TimeOfDay:
            return TimeOfDay(hours=next(numbers) % 24, minutes=next(numbers) % 60)
        fields = kind.DESCRIPTOR.fields
        return kind(**{it.name: [value(it)] if it.is_repeated else value(it) for it in fields})

    return message(kind)


def leaves(message):
    """Every text and number in a message, as the graph writes it."""
    for field, value in message.ListFields():
        for one in value if field.is_repeated else [value]:
            if isinstance(one, Timestamp):
                yield scalars.from_moment(one.ToDatetime(tzinfo=UTC))
            elif isinstance(one, Date):
                yield f"{one.year:04}-{one.month:02}-{one.day:02}"
            elif isinstance(one, TimeOfDay):
                yield f"{one.hours:02}:{one.minutes:02}"
            elif field.type == FieldDescriptor.TYPE_MESSAGE:
                yield from leaves(one)
            elif field.type == FieldDescriptor.TYPE_ENUM:
                yield field.enum_type.values_by_number[one].name
            else:
                yield one


def said(answer):
    """Every text and number in an answer, an id as the name it is made of."""
    if isinstance(answer, dict | list):
        for one in answer.values() if isinstance(answer, dict) else answer:
            yield from said(one)
        return
    yield answer
    for type_name in ("PressRelease", "PressComment", "Maker"):
        with suppress(Invalid):
            yield from_id(str(answer), type_name)


class Service:
    """Answers each method with a full message, and keeps what it was asked."""

    def __init__(self, **answers):
        self.asked = []
        self._answers = answers

    def __getattr__(self, name):
        method = METHODS[name]
        kind = method.output_type._concrete_class

        async def call(request):
            if not isinstance(request, method.input_type._concrete_class):
                [request] = [part async for part in request if part.HasField("header")]
            self.asked.append((name, request))
            answer = self._answers.get(name, full)
            if isinstance(answer, Exception):
                raise answer
            return answer(kind) if answer is full else answer(request)

        return call


def a_context(service):
    links = Links("s" * 40, "http://gateway", lambda: NOW)
    return Context(SimpleNamespace(pr_review=service), links, "en", "127.0.0.1")


def everything(type_, depth, skipped=()):
    """Selects all that can be had of a type without arguments that must be given."""
    if not isinstance(type_, GraphQLObjectType):
        return ""
    chosen = []
    for name, field in type_.fields.items():
        behind = get_named_type(field.type)
        if name in skipped or any(isinstance(a.type, GraphQLNonNull) for a in field.args.values()):
            continue
        if isinstance(behind, GraphQLObjectType):
            if depth:
                chosen.append(f"{name} {everything(behind, depth - 1, skipped)}")
        else:
            chosen.append(name)
    return f"{{ __typename {' '.join(chosen)} }}"


async def ask(service, query, **variables):
    answer = await GRAPH.execute(query, variable_values=variables, context_value=a_context(service))
    assert answer.errors is None, answer.errors
    return answer.data


def lost(message, answer):
    """What of a message is not in an answer."""
    return sorted(map(str, (Counter(leaves(message)).keys() - Counter(said(answer)).keys())))


def field_of(text):
    """The field whose text it is; a number or a name is itself."""
    return text.rpartition(".")[2].split()[0]


# The second thing that a reading says.
DRAFT_NUMBER = "2"
ONE = f'pressRelease(id: "{to_id("PressRelease", RELEASE)}")'
# What lists have besides, and what would lead round in a circle.
BESIDE = ("edges", "pageInfo", "pressRelease", "copiedFrom", "maker")


async def test_all_that_the_contract_says_of_a_press_release_can_be_read():
    service = Service()

    selection = everything(TYPES["PressRelease"], 3, ("edges", "reading", "comparison", "comments"))
    data = await ask(service, f"{{ {ONE} {selection} }}")

    asked = [(name, list(request.names)) for name, request in service.asked]
    assert asked[:2] == [
        ("LookupPressReleasesByName", [RELEASE]),
        ("LookupPressReleasesByName", [ORIGIN]),
    ]
    found = full(press_release_pb2.LookupPressReleasesByNameResponse)
    assert lost(found, data) == [ORIGIN]


@pytest.mark.parametrize(
    ("selection", "kind", "type_name"),
    [
        ("draft { reading %s }", press_draft_pb2.DraftReading, "DraftReading"),
        ("draft { comparison(with: 2) %s }", press_draft_pb2.DraftComparison, "DraftComparison"),
        (
            "comments { nodes %s }",
            press_review_pb2.BatchListPressCommentsResponse,
            "PressComment",
        ),
    ],
)
async def test_all_that_the_contract_says_beside_a_press_release_can_be_read(
    selection, kind, type_name
):
    selected = selection % everything(TYPES[type_name], 3, BESIDE)

    data = await ask(Service(), f"{{ {ONE} {{ id number: title {selected} }} }}")

    # Whose reading it is, is known from where it was asked for.
    known = {"press_release", "sha256", DRAFT_NUMBER} if "reading" in selection else set()
    beside = {"cursors", "next_page_token"}
    missing = lost(full(kind), data)
    assert [it for it in missing if field_of(it) not in known | beside] == []


@pytest.mark.parametrize(
    ("field", "kind", "known"),
    [
        ("pressReleaseWork", "ListPressReleaseWorkResponse", {"next_page_token", ORIGIN}),
        ("pressReleaseActivity", "ListPressActivityResponse", {"next_page_token"}),
        ("pressReleaseFigures", "ListPressWeeklyFiguresResponse", set()),
        ("pressReleaseRepresentatives", "ListRepresentativesResponse", set()),
        ("pressReleaseStakeholders", "ListStakeholdersResponse", set()),
        (
            'pressReleaseCalendar(from: "2027-01-01", until: "2027-01-31")',
            "ListPlannedReleasesResponse",
            {ORIGIN},
        ),
        (
            f'pressReleaseLetterPreview(pressRelease: "{RELEASE_ID}", kind: CHANGES)',
            "PressLetterPreview",
            set(),
        ),
    ],
)
async def test_all_that_the_contract_says_to_the_press_team_can_be_read(field, kind, known):
    root = GRAPH._schema.query_type.fields[field.partition("(")[0]]
    skipped = ("reading", "comparison", "comments", "copiedFrom", "node")

    data = await ask(
        Service(), f"{{ {field} {everything(get_named_type(root.type), 4, skipped)} }}"
    )

    missing = lost(full(getattr(press_release_work_pb2, kind)), data)
    assert [it for it in missing if field_of(it) not in known] == []


async def test_what_waits_is_counted_once_for_both_kinds_of_counts():
    service = Service()

    data = await ask(
        service,
        """{ pressReleaseWork(waitingFor: [COLLEAGUE], waitingForWhom: [MAKER]) {
          counts { waitingForColleague } pressCounts { stakeholder lead }
        } }""",
    )

    (_, listed), (name, counted) = service.asked
    assert name == "CountPressReleaseWork"
    assert counted.filter == listed.filter
    item = press_release_work_pb2.PressReleaseWorkItem
    assert list(listed.filter.waiting_for) == [item.STAKEHOLDER, item.LEAD, item.MAKER]
    counts = data["pressReleaseWork"]
    assert counts["counts"]["waitingForColleague"] == sum(counts["pressCounts"].values())


def given(type_, numbers):
    """Something for every field of an input, none of it nothing."""
    type_ = get_nullable_type(type_)
    if isinstance(type_, GraphQLList):
        return [given(type_.of_type, numbers)]
    if isinstance(type_, GraphQLInputObjectType):
        return {
            name: {
                "id": COMMENT_ID if type_.name.startswith("PressComment") else RELEASE_ID,
                "maker": str(to_id("Maker", MAKER)),
                "copyFrom": RELEASE_ID,
            }.get(name, given(field.type, numbers))
            for name, field in type_.fields.items()
            if name != "requestId"
        }
    if isinstance(type_, GraphQLEnumType):
        return list(type_.values)[-1]
    return {
        "Int": next(numbers),
        "Boolean": True,
        "Date": "2027-03-02",
        "Time": "09:30",
        "DateTime": "2027-03-01T12:00:00.000Z",
    }.get(type_.name, f"text {next(numbers)}")


# A file comes beside the operation.
UPLOADS = {"pressReleaseUploadDraft", "pressReleaseUploadEdits"}
MUTATIONS = [name for name in GRAPH._schema.mutation_type.fields if name not in UPLOADS]


@pytest.mark.parametrize("name", MUTATIONS)
async def test_all_that_a_mutation_is_given_reaches_the_service(name):
    field = GRAPH._schema.mutation_type.fields[name]
    input_type = get_nullable_type(field.args["input"].type)
    service = Service()
    input = given(input_type, itertools.count(1))
    if name == "pressCommentAdd":
        input["id"] = RELEASE_ID

    await ask(
        service,
        f"mutation($input: {input_type.name}!) {{ {name}(input: $input) {{ __typename }} }}",
        input=input,
    )

    _, request = service.asked[0]
    values = list(said(input))
    reached = list(leaves(request))
    ids = {RELEASE_ID, COMMENT_ID, str(to_id("Maker", MAKER))}
    assert [it for it in values if it not in reached and it not in ids] == []
    unset = {it.name for it in request.DESCRIPTOR.fields} - {
        it.name for it, _ in request.ListFields()
    }
    assert unset <= {"request_id"}


async def test_comments_of_several_press_releases_are_read_in_one_call():
    def releases(request):
        pages = press_release_pb2.ListPressReleasesResponse(cursors=["1", "2"])
        for name in (RELEASE, ORIGIN):
            release = full(press_release_pb2.PressRelease)
            release.name = name
            pages.press_releases.append(release)
        return pages

    def comments(request):
        page = press_review_pb2.BatchListPressCommentsResponse.Result(
            page=press_review_pb2.ListPressCommentsResponse()
        )
        return press_review_pb2.BatchListPressCommentsResponse(
            results=[page, press_review_pb2.BatchListPressCommentsResponse.Result()]
        )

    service = Service(ListPressReleases=releases, BatchListPressComments=comments)

    data = await ask(
        service,
        "{ pressReleases { nodes { comments(first: 3, issues: [OPEN]) { nodes { id } } } } }",
    )

    _, (_, asked) = service.asked
    assert list(asked.press_releases) == [RELEASE, ORIGIN]
    assert (asked.page_size, list(asked.issues)) == (3, [press_review_pb2.PressComment.OPEN])
    # Who may not read the comments of a press release finds none.
    assert [it["comments"]["nodes"] for it in data["pressReleases"]["nodes"]] == [[], []]


async def test_what_was_kept_of_no_draft_is_null_without_an_error():
    service = Service(GetDraftReading=NotFound("No."), CompareDrafts=Forbidden("No."))

    data = await ask(
        service, f"{{ {ONE} {{ draft {{ reading {{ html }} comparison(with: 7) {{ html }} }} }} }}"
    )

    assert data["pressRelease"]["draft"] == {"reading": None, "comparison": None}


async def test_a_draft_is_asked_for_by_its_number():
    release = (await ask(Service(), f"{{ {ONE} {{ drafts {{ number }} }} }}"))["pressRelease"]
    wanted = release["drafts"][-1]["number"]

    data = await ask(
        Service(),
        f"{{ {ONE} {{ one: draft(number: {wanted}) {{ number }} "
        f"none: draft(number: {wanted + 99}) {{ number }} }} }}",
    )

    assert data["pressRelease"] == {"one": {"number": wanted}, "none": None}


async def test_a_draft_is_read_once_however_often_a_query_names_it():
    service = Service()

    await ask(
        service,
        f"{{ {ONE} {{ draft {{ reading {{ html }} again: reading {{ wordCount }} }} }} }}",
    )

    assert [name for name, _ in service.asked].count("GetDraftReading") == 1


async def test_a_document_that_is_not_ready_has_no_link():
    service = Service(
        MakeRedline=lambda _: press_draft_pb2.WordFile(
            id="7", state=press_draft_pb2.WordFile.PREPARING
        )
    )

    data = await ask(
        service,
        "mutation($id: ID!) { pressReleaseMakeRedline(input: {id: $id}) "
        "{ wordFile { state file { url } } } }",
        id=RELEASE_ID,
    )

    made = data["pressReleaseMakeRedline"]["wordFile"]
    assert made == {"state": "PREPARING", "file": None}


async def test_a_link_to_a_document_of_ours_leads_to_it():
    links = Links("s" * 40, "http://gateway", lambda: NOW)
    service = Service(
        MakeRedline=lambda _: press_draft_pb2.WordFile(
            id="7", state=press_draft_pb2.WordFile.READY, file_name="redline.docx", sha256="ab"
        )
    )
    data = await ask(
        service,
        "mutation($id: ID!) { pressReleaseMakeRedline(input: {id: $id}) "
        "{ wordFile { file { url name } } } }",
        id=RELEASE_ID,
    )
    file = data["pressReleaseMakeRedline"]["wordFile"]["file"]

    link = links.read(file["url"].rpartition("/")[2]).link
    await DOWNLOADS[link.domain](SimpleNamespace(pr_review=service), link)

    assert (file["name"], link.file_name, link.sha256) == ("redline.docx", "redline.docx", "ab")
    name, request = service.asked[-1]
    assert name == "DownloadWordFile"
    assert (request.press_release, request.id) == (RELEASE, "7")


def test_what_is_dear_has_its_price():
    def cost(query):
        document = parse(query)
        return Meter(GRAPH._schema, document, {}, Limits()).measure(document.definitions[0]).cost

    plain = cost(f"{{ {ONE} {{ draft {{ number }} }} }}")

    assert cost(f"{{ {ONE} {{ draft {{ reading {{ html }} }} }} }}") == plain + 200
    assert cost(f"{{ {ONE} {{ draft {{ comparison {{ html }} }} }} }}") == plain + 300
    everybodys = "{ pressReleases(first: 100) { nodes { draft { reading { html } } } } }"
    assert cost(everybodys) > Limits().cost


CONSOLE = """{
  pressRelease(id: "x") {
    id title type state round maxRounds openIssues answerDueAt lapsesAt etag
    notice { verdict days workingDays }
    exceptions { reason state answer asker { id displayName } decider { id displayName } }
    approvalObstacles { code message subject }
    draft {
      number uploadedAt warnings { code message subject } file { url name size }
      reading {
        html wordCount blocks { id place text headingLevel }
        mentions { mark block start end quote flags }
        checks { code severity text block start end quote }
        pictures { id name alt width height blocks }
        comments { author text block }
      }
      comparison { html similarity changedBlocks warnings { code message } }
    }
    drafts { number uploadedAt uploader { id displayName } wordCount similarity isNewText }
    stakeholders {
      id area need state verdict text conditions question dueAt
      who { id displayName } asker { id displayName }
    }
    letters { kind text createdAt author { id displayName } conditions draftNumber }
    answers { kind text createdAt author { id displayName } draftNumber }
    timeline {
      action state reason createdAt actor { id displayName } colleague { id displayName } note
    }
    comments(first: 100) {
      nodes {
        id draftNumber block start end quote text visibility issue isSent createdAt etag
        author { id displayName role } resolver { id displayName }
        replies { text visibility createdAt author { id displayName role } }
        anchors { draftNumber block start end isOutdated }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}"""


def test_a_page_with_all_of_a_press_release_and_100_comments_fits_well():
    measured = measure(CONSOLE)

    assert measured.cost < 0.6 * Limits().cost
    assert measured.nodes < Limits().nodes


def test_nothing_dear_gets_cheaper_in_a_list_of_drafts():
    assert measure('{ pressRelease(id: "x") { drafts { reading { html } } } }').cost >= 10 * 200


def measure(query):
    document = parse(query)
    return Meter(GRAPH._schema, document, {}, Limits()).measure(document.definitions[0])
