"""Applications that need no photos, for tests that are not about them: each takes a process and a
quarter of a second to examine.

The fewest photos are settings, so this is a marketplace as somebody could run it.
"""

from functools import partial

from applications.__main__ import assemble
from applications.policy.numbers import Policy

ENVIRONMENT = {
    "HANDMADE_APPLICATIONS_PRODUCT_PHOTOS_MIN": "0",
    "HANDMADE_APPLICATIONS_WORKSPACE_PHOTOS_MIN": "0",
}

assemble_photoless = partial(assemble, numbers=Policy(product_photos_min=0, workspace_photos_min=0))
