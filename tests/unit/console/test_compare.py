"""The page that compares two drafts: what is folded, and how one gets from change to change."""

import pytest

from console.pages.compare import folded
from console.sanitising import sanitised


def rows(kinds):
    """Rows of a comparison: s same and near, f far, c changed, i new, d gone, b beside changed."""
    classes = {
        "s": "same near body",
        "f": "same far body",
        "c": "changed body",
        "i": "inserted body",
        "d": "deleted body",
        "b": "same near body beside-changed",
    }
    made = "\n".join(f'<p class="{classes[each]}">{each}</p>' for each in kinds)
    return sanitised(
        f'<div class="comparison">\n<section data-places="body">\n{made}\n</section>\n</div>'
    )


@pytest.mark.parametrize(
    ("kinds", "changes"),
    [("ssss", 0), ("sscss", 1), ("ssccss", 1), ("sdiss", 1), ("cssssc", 2), ("ssbss", 1), ("", 0)],
)
def test_rows_that_changed_one_after_the_other_are_one_change(kinds, changes):
    html, found = folded(rows(kinds))

    assert found == changes
    assert html.count('class="change"') == changes


def test_every_change_leads_to_the_one_before_and_the_next():
    html, _ = folded(rows("csscssc"))

    assert html.count("Next change") == 2
    assert html.count("Previous change") == 2
    assert 'href="#change-4"' not in html


def test_what_is_far_from_any_change_is_folded_where_there_is_enough_of_it():
    html, _ = folded(rows("cssfffff") + rows("cssff"))

    assert html.count("<details") == 1
    assert "5 paragraphs unchanged" in html


def test_no_row_is_lost_and_sections_stay_whole():
    given = rows("ffffcsffffssdif")

    html, _ = folded(given)

    assert html.count("</p>") - html.count('class="steps"') == given.count("</p>")
    assert html.index("</details>") < html.index("</section>")
    assert html.count("<section") == html.count("</section>") == 1


def test_a_text_that_looks_like_our_links_stays_text():
    html, _ = folded(sanitised('<p class="changed">&lt;a class="next" href="#change-2"&gt;</p>'))

    assert "&lt;a class=" in html
