"""Checks what a deployment is made of: the Compose file, the image's recipe, its dependencies."""

import re
import tomllib

from dev.repository import ROOT, run, said, tool

# Each with what it is called with; all work without a network.
LINTERS = (
    ("check-jsonschema", "--quiet", "--builtin-schema", "vendor.compose-spec", "compose.yaml"),
    ("hadolint", "deploy/Dockerfile"),
)

ALL, RUN = "requirements.lock", "requirements-run.lock"

_PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")
_REQUIREMENT = re.compile(r"^[\w.-]+")


def complaint() -> str:
    """What is wrong, a line each, or nothing."""
    complaints = []
    for name, *arguments in LINTERS:
        done = run([tool(name), *arguments])
        if done.returncode:
            complaints.append(said(done) or f"{name} ended with exit status {done.returncode}")
    return "\n".join([*complaints, *disagreements()])


def disagreements() -> list[str]:
    """How the image's lock differs from the one that all tests ran with."""
    tested, shipped = pins(ALL), pins(RUN)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {_name(requirement) for requirement in project["dependencies"]}
    tools = {_name(requirement) for requirement in project["optional-dependencies"]["dev"]}
    return [
        *(f"{name} is not in {RUN}" for name in sorted(needed - set(shipped))),
        *(f"{name} is a tool and in {RUN}" for name in sorted((tools - needed) & set(shipped))),
        *(
            f"{name} is in {RUN} as {version}, and in {ALL} as {tested.get(name, ('nothing',))[0]}"
            for name, (version, hashes) in sorted(shipped.items())
            if tested.get(name) != (version, hashes)
        ),
    ]


def pins(lock: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Each package of a lock with its version and hashes."""
    text = (ROOT / lock).read_text()
    found = list(_PIN.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    return {
        match["name"]: (match["version"], frozenset(_HASH.findall(text[match.end() : end])))
        for match, end in zip(found, ends, strict=True)
    }


def _name(requirement: str) -> str:
    match = _REQUIREMENT.match(requirement)
    return match[0].lower() if match else requirement
