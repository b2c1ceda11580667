"""Carries mutations out by their names, as a program would that writes its documents itself."""

ERRORS = (
    "userErrors { __typename code message ... on InvalidFieldError { path } "
    "... on PolicyError { subject } ... on StateError { opensAt closesAt } }"
)


def document(name, selection):
    """A mutation with one input, and what is read of its payload."""
    kind = f"{name[0].upper()}{name[1:]}Input"
    return f"mutation($input: {kind}!) {{ {name}(input: $input) {{ {selection} {ERRORS} }} }}"


async def told(graph, name, selection, **given):
    """What a mutation answers: what its payload holds, and the user errors."""
    answer = await graph.answer(document(name, selection), {"input": given})
    assert "errors" not in answer, answer
    [payload] = answer["data"].values()
    errors = payload.pop("userErrors")
    return next(iter(payload.values()), None), errors


async def done(graph, name, selection, **given):
    """What a mutation answers that is expected to work."""
    found, errors = await told(graph, name, selection, **given)
    assert errors == [], errors
    return found
