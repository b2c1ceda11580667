"""What buyers may be asked to choose; see `docs/rules.md#customizations`."""

from collections.abc import Callable, Iterable, Iterator

from catalog import words
from catalog.domain.customization import Customization, Option
from catalog.policy.numbers import Policy
from chassis.errors import Violation
from chassis.text import control_in, is_blank, too_long

Rule = Callable[[tuple[Customization, ...], Policy], Iterable[Violation]]

Label = tuple[Customization | None, str, str]
"""The customization whose option it is, if any; the place; and the label."""

YES_OR_NO = frozenset(
    words.fold(word)
    for word in ("yes", "no", "sí", "si", "oui", "non", "ja", "nein", "y", "n", "true", "false")
)
WARRANTIES = (
    "warranty", "warranties", "guarantee", "garantía", "garantías", "garantie", "garantien",
    "garanties", "garanzia", "garanzie",
)  # fmt: skip
FREE_GIFTS = (
    "free gift", "free gifts", "gift for free", "regalo gratis", "cadeau gratuit",
    "cadeau offert", "gratis geschenk", "gratisgeschenk", "regalo gratuito", "omaggio",
)  # fmt: skip


def options(customizations: Iterable[Customization]) -> Iterator[tuple[str, Customization, Option]]:
    """Every option with its place in the listing and its customization."""
    for index, customization in enumerate(customizations):
        if customization.kind is not None:
            for number, option in enumerate(customization.kind.options):
                yield (
                    f"customizations[{index}].option_list.options[{number}]",
                    customization,
                    option,
                )


def customizations_are_few(
    customizations: tuple[Customization, ...], numbers: Policy
) -> Iterator[Violation]:
    """Buyers choose a handful of things, not everything."""
    if len(customizations) > numbers.customizations_max:
        yield Violation(
            "TOO_MANY_CUSTOMIZATIONS",
            f"A listing has at most {numbers.customizations_max} customizations; "
            f"there are {len(customizations)}.",
            "customizations",
        )


def labels_are_short_lines(
    customizations: tuple[Customization, ...], numbers: Policy
) -> Iterator[Violation]:
    """A label is one line to be read at a glance; instructions are few words."""
    for _, place, label in _labels(customizations):
        if len(label) > numbers.label_max:
            yield from too_long(place, label, numbers.label_max, "LABEL_TOO_LONG")
        elif is_blank(label) or control_in(label):
            yield Violation(
                "LABEL_MALFORMED",
                f"A label is one line of 1 to {numbers.label_max} visible characters.",
                place,
            )
    for index, customization in enumerate(customizations):
        yield from too_long(
            f"customizations[{index}].instructions",
            customization.instructions,
            numbers.instructions_max,
            "INSTRUCTIONS_TOO_LONG",
        )


def labels_are_unique(
    customizations: tuple[Customization, ...], numbers: Policy
) -> Iterator[Violation]:
    """Nobody can mistake one customization or option for another."""
    seen: set[tuple[int, str]] = set()
    for within, place, label in _labels(customizations):
        if len(label) > numbers.label_max:
            continue
        key = (id(within), words.same_name(label))
        if key in seen:
            yield Violation(
                "LABEL_REPEATED", f"The label `{label}` is there twice. Make each unique.", place
            )
        seen.add(key)


def lists_have_options_to_choose_from(
    customizations: tuple[Customization, ...], numbers: Policy
) -> Iterator[Violation]:
    """Each customization is a list of options, neither empty nor endless."""
    for index, customization in enumerate(customizations):
        count = len(customization.kind.options) if customization.kind is not None else 0
        if not 1 <= count <= numbers.options_max:
            yield Violation(
                "OPTIONS_OUT_OF_RANGE",
                f"A list has 1 to {numbers.options_max} options; there are {count}.",
                f"customizations[{index}]",
            )


def not_only_yes_or_no(
    customizations: tuple[Customization, ...], numbers: Policy
) -> Iterator[Violation]:
    """A bare yes or no is no customization."""
    for index, customization in enumerate(customizations):
        labels = (
            [option.label for option in customization.kind.options]
            if (customization.kind is not None)
            else []
        )
        are_short = all(len(label) <= numbers.label_max for label in labels)
        if labels and are_short and all(_bare(label) in YES_OR_NO for label in labels):
            yield Violation(
                "YES_NO_ONLY",
                "Options that only say yes or no are not accepted: name what the buyer gets.",
                f"customizations[{index}]",
            )


def no_warranty_or_free_gift(
    customizations: tuple[Customization, ...], numbers: Policy
) -> Iterator[Violation]:
    """Warranties and free gifts are no customizations."""
    places = [
        (f"customizations[{index}]", f"{customization.label}\n{customization.instructions}")
        for index, customization in enumerate(customizations)
    ]
    places += [(f"{place}.label", option.label) for place, _, option in options(customizations)]
    for place, text in places:
        if len(text) > numbers.label_max + 1 + numbers.instructions_max:
            continue
        if _mentions(text, SPOKEN_WARRANTIES):
            yield Violation("WARRANTY_OFFERED", "A warranty is not a customization.", place)
        if _mentions(text, SPOKEN_FREE_GIFTS):
            yield Violation("FREE_GIFT_OFFERED", "A free gift is not a customization.", place)


def _labels(customizations: Iterable[Customization]) -> Iterator[Label]:
    """Every label with its place: those of customizations, then each one's options."""
    customizations = tuple(customizations)
    for index, customization in enumerate(customizations):
        yield None, f"customizations[{index}].label", customization.label
    for place, customization, option in options(customizations):
        yield customization, f"{place}.label", option.label


def _bare(label: str) -> str:
    return " ".join(words.sought(label))


def _mentions(text: str, phrases: Iterable[str]) -> bool:
    spoken = f" {_in_order(text)} "
    return any(f" {phrase} " in spoken for phrase in phrases)


def _in_order(text: str) -> str:
    folded = words.fold(text)
    return " ".join("".join(char if char.isalnum() else " " for char in folded).split())


SPOKEN_WARRANTIES = tuple(map(_in_order, WARRANTIES))
SPOKEN_FREE_GIFTS = tuple(map(_in_order, FREE_GIFTS))

COUNTS: tuple[Rule, ...] = (customizations_are_few, lists_have_options_to_choose_from)
TEXTS: tuple[Rule, ...] = (
    labels_are_short_lines,
    labels_are_unique,
    not_only_yes_or_no,
    no_warranty_or_free_gift,
)


def broken(customizations: tuple[Customization, ...], numbers: Policy) -> list[Violation]:
    """Every violation, in order. The texts of too many are not read."""
    counts = [found for rule in COUNTS for found in rule(customizations, numbers)]
    are_too_many = len(customizations) > numbers.customizations_max or any(
        entry.kind is not None and len(entry.kind.options) > numbers.options_max
        for entry in customizations
    )
    if are_too_many:
        return counts
    return counts + [found for rule in TEXTS for found in rule(customizations, numbers)]
