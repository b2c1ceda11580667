"""compose.yaml, its image and its example agree with each other and with the code."""

import re
import subprocess
import sys
from importlib import import_module
from importlib.metadata import packages_distributions
from importlib.util import find_spec

import pytest

from chassis import server
from chassis.settings import MailSettings, Settings
from console.settings import ConsoleSettings
from deploy import database, health
from dev.deployment import pins
from dev.repository import ROOT, SOURCES
from gateway import __main__ as gateway
from gateway.settings import GatewaySettings
from tests.deploy.compose import (
    PROCESSES,
    Demanded,
    an_operator,
    compose,
    mentioned,
    variables,
)

WHOLE = compose(an_operator())
SERVICES = WHOLE["services"]
# A client of an issuer need not have one.
OPTIONAL_SECRETS = {"HANDMADE_CONSOLE_CLIENT_SECRET"}
SECRETS = {
    name for name in variables() if name.endswith(("_SECRET", "_PASSWORD"))
} - OPTIONAL_SECRETS
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text()
EXAMPLE = dict(
    line.split("=", 1)
    for line in (ROOT / "deploy" / "example.env").read_text().splitlines()
    if line and not line.startswith("#")
)


def seconds(duration):
    return float(duration.removesuffix("s"))


def normal(distribution):
    """A distribution's name as locks write it."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def settings_of(process):
    """Every variable that a process reads, from the classes that read them."""
    classes = [Settings]
    if process == "gateway":
        classes += [GatewaySettings, ConsoleSettings]
    else:
        classes.append(import_module(f"{process}.settings").Settings)
    return {
        f"{each.model_config['env_prefix']}{name}".upper()
        for each in classes
        for name in each.model_fields
    }


# What an operator must say


@pytest.mark.parametrize(
    "name", sorted(name for name, default in variables().items() if default is None)
)
def test_compose_does_not_start_without_what_has_no_default(name):
    operator = an_operator()
    del operator[name]

    with pytest.raises(Demanded, match=name):
        compose(operator)


def test_no_secret_has_a_default():
    assert len(SECRETS) == 6
    assert {variables()[name] for name in SECRETS} == {None}
    assert {variables()[name] for name in OPTIONAL_SECRETS} == {""}
    assert {EXAMPLE[name] for name in SECRETS | OPTIONAL_SECRETS} == {""}


def test_the_example_has_every_variable_and_no_other():
    assert set(EXAMPLE) == set(variables()) == mentioned()


def test_the_example_shows_the_defaults():
    shown = {name: value for name, value in EXAMPLE.items() if value}

    assert shown == {name: default for name, default in variables().items() if default}


# What processes are told


@pytest.mark.parametrize(("name", "process"), PROCESSES.items())
def test_every_setting_of_a_process_is_one_that_it_reads(name, process):
    told = set(SERVICES[name]["environment"])

    assert told - settings_of(process) == set()


def test_every_setting_of_the_database_set_up_is_one_that_it_reads():
    read = {f"HANDMADE_DATABASE_{name}".upper() for name in database.Settings.model_fields}

    assert set(SERVICES["mongodb-setup"]["environment"]) == read - {"HANDMADE_DATABASE_ADDRESS"}


@pytest.mark.parametrize("name", PROCESSES)
def test_what_a_process_is_told_is_enough_for_production(name, monkeypatch):
    for variable, value in SERVICES[name]["environment"].items():
        monkeypatch.setenv(variable, value)

    settings = (MailSettings if name in ("applications", "pr-review") else Settings)()

    assert settings.environment == "production"
    assert settings.subgraph_endpoints == "off"


@pytest.mark.parametrize("name", set(PROCESSES) - {"gateway"})
def test_a_service_listens_and_is_published_where_others_look_for_it(name):
    process = PROCESSES[name]
    variable = f"HANDMADE_{process.upper()}_ADDRESS"
    port = Settings.model_fields[f"{process}_address"].default.rpartition(":")[2]
    elsewhere = {SERVICES[other]["environment"][variable] for other in PROCESSES if other != name}

    assert SERVICES[name]["environment"][variable] == f"0.0.0.0:{port}"
    assert elsewhere == {f"{name}.handmade.test:{port}"}
    assert SERVICES[name]["networks"]["outside"]["aliases"] == [f"{name}.handmade.test"]
    assert SERVICES[name]["ports"] == [f"0.0.0.0:{port}:{port}"]


@pytest.mark.parametrize("name", set(PROCESSES) - {"gateway"})
def test_a_service_comes_to_the_database_as_its_own_user(name):
    process = PROCESSES[name]

    uri = SERVICES[name]["environment"]["HANDMADE_MONGODB_URI"]

    assert process in database.SERVICES
    assert uri.startswith(f"mongodb://{process}:{'x' * 32}@mongodb.handmade.test:27017/?")
    assert {f"replicaSet={database.SET}", "tls=true"} <= set(uri.partition("?")[2].split("&"))


# Who can reach what


def test_only_the_gateway_and_the_services_are_published():
    published = {name: each["ports"] for name, each in SERVICES.items() if "ports" in each}

    assert set(published) == set(PROCESSES)
    port = Settings.model_fields["gateway_port"].default
    assert published["gateway"] == [f"0.0.0.0:443:{port}"]


def test_only_services_reach_the_database_which_reaches_nothing():
    near = {name for name, each in SERVICES.items() if "data" in each.get("networks", {})}

    assert WHOLE["networks"]["data"]["internal"] is True
    assert near == {"mongodb", *PROCESSES} - {"gateway"}
    assert set(SERVICES["mongodb"]["networks"]) == {"data"}


def test_a_container_has_only_the_secrets_that_it_uses():
    told = {name: set(each.get("environment", {})) for name, each in SERVICES.items()}
    mounted = {name: " ".join(each.get("volumes", [])) for name, each in SERVICES.items()}

    senders = {name for name in told if "HANDMADE_SMTP_URL" in told[name]}
    assert senders == {"applications", "pr-review"}
    assert {name for name in told if "HANDMADE_SECRET" in told[name]} == set(PROCESSES)
    assert {name for name in told if OPTIONAL_SECRETS & told[name]} == {"gateway"}
    assert mounted["mongodb-setup"].endswith("/ca.pem:/run/certificates/ca.pem:ro")
    for name, process in PROCESSES.items():
        environment = SERVICES[name]["environment"]
        assert not any(variable.endswith("_PASSWORD") for variable in environment)
        own = f"//{process}:"
        assert own in environment.get("HANDMADE_MONGODB_URI", own)
        assert f"/{name}:/run/token:ro" in mounted[name]


# How containers run


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_has_no_right_that_it_does_not_need(name):
    container = SERVICES[name]

    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", container["user"])
    assert not container.get("privileged")


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_has_limits(name):
    limits = SERVICES[name]["deploy"]["resources"]["limits"]

    assert set(limits) == {"memory", "cpus", "pids"}
    assert SERVICES[name]["logging"]["options"]["max-size"]


def test_the_page_says_how_much_memory_all_of_it_may_take():
    units = {"m": 1, "g": 1024}
    limits = [each["deploy"]["resources"]["limits"]["memory"] for each in SERVICES.values()]
    total = sum(int(limit[:-1]) * units[limit[-1]] for limit in limits)

    page = (ROOT / "docs" / "deployment.md").read_text()

    assert f"limited to {total:,} MB" in page


@pytest.mark.parametrize("name", set(SERVICES) - {"mongodb-setup"})
def test_what_serves_is_watched_and_started_again(name):
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


def test_a_process_is_asked_for_its_own_health_in_less_time_than_it_has():
    for name in PROCESSES:
        check = SERVICES[name]["healthcheck"]
        kind = "http" if name == "gateway" else "grpc"
        port = SERVICES[name]["ports"][0].rpartition(":")[2]
        assert check["test"] == ["CMD", "python", "-m", "deploy.health", kind, port]
        assert seconds(check["timeout"]) > health.PATIENCE


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_that_is_told_to_stop_has_the_time_to_finish(name):
    drains = max(
        server.GRACE_SECONDS + server.LAST_ANSWERS_SECONDS,
        gateway.NOTICE_SECONDS + gateway.GRACE_SECONDS,
    )

    assert seconds(SERVICES[name]["stop_grace_period"]) >= 2 * drains


def test_processes_start_when_what_they_need_is_there():
    conditions = {
        name: {needed: how["condition"] for needed, how in each["depends_on"].items()}
        for name, each in SERVICES.items()
        if "depends_on" in each
    }

    assert conditions == {
        "mongodb-setup": {"mongodb": "service_healthy"},
        **{
            name: {
                "mongodb": "service_healthy",
                "mongodb-setup": "service_completed_successfully",
            }
            for name in PROCESSES
            if name != "gateway"
        },
        "gateway": {name: "service_healthy" for name in PROCESSES if name != "gateway"},
    }


# The image


@pytest.mark.parametrize("name", [*PROCESSES, "mongodb-setup"])
def test_the_command_of_a_container_is_a_program(name):
    [module] = SERVICES[name]["command"]
    spec = find_spec(module)

    assert spec is not None
    if spec.submodule_search_locations is not None:
        assert find_spec(f"{module}.__main__") is not None


def test_every_container_of_ours_runs_the_one_image_that_is_built():
    ours = [*PROCESSES, "mongodb-setup"]

    assert {SERVICES[name]["image"] for name in ours} == {"handmade:local"}
    assert [name for name in SERVICES if "build" in SERVICES[name]] == ["mongodb-setup"]
    assert 'ENTRYPOINT ["python", "-m"]' in DOCKERFILE
    assert SERVICES["gateway"]["user"] == re.search(r"^USER (\S+)$", DOCKERFILE, re.M)[1]


def test_the_image_has_every_package_but_the_developers_own():
    copied = re.findall(r"\s(\S+/src)/ ", DOCKERFILE)

    assert sorted(copied) == sorted(source for source in SOURCES if source != "dev/src")


def test_the_image_has_every_package_that_its_programs_import():
    modules = [*(f"{package}.__main__" for package in PROCESSES.values()), "deploy.database"]
    shipped = set(pins("requirements-run.lock"))
    absent = {
        module
        for module, distributions in packages_distributions().items()
        if not {normal(each) for each in distributions} & {*shipped, "handmade"}
    }
    # Nothing imports these; they are served by their name.
    children = (
        "chassis.images.__main__",
        "pr_review.reading.__main__",
        "pr_review.writing.__main__",
    )
    loading = (
        "import importlib, sys\n"
        f"sys.modules |= dict.fromkeys({sorted(absent)!r})\n"
        f"for name in {[*modules, 'deploy.health', *children]!r}:\n"
        "    importlib.import_module(name)\n"
        "print('dev' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", loading], capture_output=True, text=True)

    assert {"pytest", "docx", "grpc_tools"} <= absent
    assert (done.returncode, done.stdout, done.stderr) == (0, "False\n", "")
