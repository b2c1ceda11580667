from dev.check import STEPS, Step, report
from dev.problem import Problem


def raises():
    raise Problem("cannot even start")


def test_every_step_runs_whatever_fails_before_it(capsys):
    ran = []
    steps = [
        Step("first", lambda: "line one\nline two", "do this"),
        Step("second", raises),
        Step("third", lambda: ran.append("third") or ""),
    ]

    status = report(steps)

    said = capsys.readouterr().out.splitlines()
    assert status == 1
    assert ran == ["third"]
    assert said[0].split()[:2] == ["first", "FAILED"]
    assert said[1:3] == ["    line one", "    line two"]
    assert said[4] == "    cannot even start"
    assert said[5].split()[:2] == ["third", "ok"]
    assert said[6:] == ["first failed: do this", "second failed"]


def test_a_check_that_has_nothing_to_compare_with_says_so(capsys):
    report([Step("only", lambda: "", remark=lambda: "(nothing yet)")])

    assert capsys.readouterr().out.splitlines()[0].endswith(" s  (nothing yet)")


def test_what_broke_a_promise_is_not_told_to_generate_it_again():
    remedies = {step.name: step.remedy for step in STEPS}

    assert "make protos" in remedies["protos"]
    assert "make protos" not in remedies["promises"]


def test_all_is_well_when_nobody_complains(capsys):
    assert report([Step("only", lambda: "")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "all 1 checks passed"
