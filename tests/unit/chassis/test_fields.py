import uuid

import pytest
from google.protobuf.field_mask_pb2 import FieldMask

from chassis.errors import InvalidRequest
from chassis.fields import EtagMismatch, ensure_complete, ensure_current, merge
from tests.support.probe import a_probe, pb

REQUEST_ID = str(uuid.uuid4())


def a_change(**changes):
    return pb.CreateProbeRequest(**({"probe": a_probe(), "request_id": REQUEST_ID} | changes))


def lacks(request):
    try:
        ensure_complete(request)
    except InvalidRequest as problem:
        return {violation.subject: violation.rule for violation in problem.violations}
    return {}


PART = pb.Probe.Part(label="x")
EMPTY = pb.Probe.Part()


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        pytest.param(a_change(), {}, id="complete"),
        pytest.param(
            pb.CreateProbeRequest(), {"probe": "REQUIRED", "request_id": "REQUIRED"}, id="empty"
        ),
        pytest.param(
            a_change(probe=pb.Probe()),
            {"probe.title": "REQUIRED", "probe.count": "REQUIRED"},
            id="an empty resource",
        ),
        pytest.param(a_change(probe=a_probe(count=0)), {}, id="zero counts where it has presence"),
        pytest.param(
            a_change(probe=a_probe(main_part=EMPTY)),
            {"probe.main_part.label": "REQUIRED"},
            id="nested",
        ),
        pytest.param(
            a_change(probe=a_probe(parts=[PART, EMPTY])),
            {"probe.parts[1].label": "REQUIRED"},
            id="repeated",
        ),
        pytest.param(
            a_change(request_id="7"), {"request_id": "REQUEST_ID_MALFORMED"}, id="no UUID"
        ),
        pytest.param(
            a_change(request_id=REQUEST_ID.upper()),
            {"request_id": "REQUEST_ID_MALFORMED"},
            id="capitals",
        ),
        pytest.param(
            a_change(request_id=str(uuid.uuid1())),
            {"request_id": "REQUEST_ID_MALFORMED"},
            id="another version of UUID",
        ),
        pytest.param(
            a_change(request_id=REQUEST_ID + "\n"),
            {"request_id": "REQUEST_ID_MALFORMED"},
            id="a line break behind it",
        ),
        pytest.param(
            pb.UpdateProbeRequest(probe=pb.Probe(name="probes/1"), request_id=REQUEST_ID),
            {},
            id="the resource in an update is exempt",
        ),
        pytest.param(
            pb.UpdateProbeRequest(request_id=REQUEST_ID),
            {"probe": "REQUIRED"},
            id="but must be there",
        ),
        pytest.param(pb.GetOwnProbeRequest(), {}, id="nothing asked for"),
    ],
)
def test_what_a_request_lacks(request_, expected):
    assert lacks(request_) == expected


CURRENT = a_probe(
    name="probes/1", title="Cup", count=3, main_part=PART, tags=["a"], revision=7, note="n"
)


@pytest.mark.parametrize(
    ("patch", "mask", "changed"),
    [
        pytest.param({"title": "Mug"}, [], {"title": "Mug"}, id="without a mask: what is set"),
        pytest.param({}, [], {}, id="without a mask: nothing set"),
        pytest.param({"title": "Mug", "note": "x"}, ["note"], {"note": "x"}, id="only the mask"),
        pytest.param({}, ["note"], {"note": ""}, id="masked and empty: cleared"),
        pytest.param({"tags": ["b", "c"]}, ["tags"], {"tags": ["b", "c"]}, id="lists replaced"),
        pytest.param({"tags": ["b"]}, [], {"tags": ["b"]}, id="lists replaced without a mask"),
        pytest.param({"count": 0}, [], {"count": 0}, id="zero set on purpose"),
        pytest.param(
            {"main_part": pb.Probe.Part(label="y")},
            ["main_part"],
            {"main_part": pb.Probe.Part(label="y")},
            id="parts replaced whole",
        ),
        pytest.param({"tags": ["b"]}, ["tags", "tags"], {"tags": ["b"]}, id="named twice"),
        pytest.param(
            {"title": "Mug", "revision": 99, "name": "probes/2"},
            [],
            {"title": "Mug"},
            id="what the server sets is left alone",
        ),
    ],
)
def test_what_an_update_changes(patch, mask, changed):
    merged = merge(CURRENT, pb.Probe(**patch), FieldMask(paths=mask))

    expected = pb.Probe()
    expected.CopyFrom(CURRENT)
    for name, value in changed.items():
        expected.ClearField(name)
        expected.MergeFrom(pb.Probe(**{name: value}))
    assert merged == expected
    assert CURRENT.title == "Cup"


@pytest.mark.parametrize(
    ("patch", "mask", "broken"),
    [
        pytest.param({}, ["colour"], {"update_mask.colour": "FIELD_UNKNOWN"}, id="unknown"),
        pytest.param(
            {},
            ["main_part.label"],
            {"update_mask.main_part.label": "FIELD_UNKNOWN"},
            id="a path into a part",
        ),
        pytest.param({}, ["*"], {"update_mask.*": "FIELD_UNKNOWN"}, id="everything"),
        pytest.param(
            {}, ["revision"], {"update_mask.revision": "FIELD_READ_ONLY"}, id="set by the server"
        ),
        pytest.param({}, ["name"], {"update_mask.name": "FIELD_READ_ONLY"}, id="the name"),
        pytest.param(
            {},
            ["name", "colour"],
            {"update_mask.name": "FIELD_READ_ONLY", "update_mask.colour": "FIELD_UNKNOWN"},
            id="all at once",
        ),
        pytest.param({}, ["title"], {"probe.title": "REQUIRED"}, id="clearing what is required"),
        pytest.param(
            {"parts": [EMPTY]},
            [],
            {"probe.parts[0].label": "REQUIRED"},
            id="a part that lacks something",
        ),
    ],
)
def test_what_an_update_may_not_change(patch, mask, broken):
    with pytest.raises(InvalidRequest) as refusal:
        merge(CURRENT, pb.Probe(**patch), FieldMask(paths=mask))

    assert {found.subject: found.rule for found in refusal.value.violations} == broken


def test_what_is_missing_elsewhere_does_not_stop_an_update():
    unfinished = pb.Probe(name="probes/1")

    assert merge(unfinished, pb.Probe(note="x"), FieldMask()).note == "x"


@pytest.mark.parametrize("etag", ["", "7"])
def test_a_present_or_absent_etag_is_current(etag):
    ensure_current(etag, 7)


@pytest.mark.parametrize("etag", ["6", "8", "07", "x"])
def test_any_other_etag_is_stale(etag):
    with pytest.raises(EtagMismatch) as stale:
        ensure_current(etag, 7)

    assert stale.value.facts == {"etag": "7"}


@pytest.mark.parametrize(
    ("change", "subject", "rule"),
    [
        pytest.param(
            {"probe": a_probe(parts=[EMPTY] * 1001)}, "probe.parts", "TOO_MANY_ITEMS", id="a list"
        ),
        pytest.param(
            {"probe": a_probe(parts=[PART] * 600, tags=["x"] * 600)},
            "probe.tags",
            "TOO_MANY_ITEMS",
            id="lists together",
        ),
        pytest.param(
            {"probe": a_probe(title="a" + "\u0301" * 10_000)},
            "probe.title",
            "TEXT_TOO_LONG",
            id="a text",
        ),
        pytest.param(
            {"probe": a_probe(tags=["x" * 10_001])}, "probe.tags[0]", "TEXT_TOO_LONG", id="an item"
        ),
    ],
)
def test_what_is_beyond_all_bounds_is_refused_for_that_alone(change, subject, rule):
    assert lacks(a_change(**change)) == {subject: rule}


def test_what_is_within_all_bounds_is_looked_at():
    request = a_change(probe=a_probe(parts=[PART] * 1000, title="x" * 10_000))

    assert lacks(request) == {}
