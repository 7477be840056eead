"""Where something of a monograph holds: a medicine is used for one thing here, and sold in another form there."""

from collections.abc import Sequence
from typing import Literal

from journal.core.values.languages import _, listed

Region = Literal["US", "EU", "UK", "CH"]


def region_words(regions: Sequence[Region]) -> str:
    """Where it holds, as it stands in a sentence: "in the EU and the UK"; "" where no region is named."""
    if not regions:
        return ""
    names = {"US": _("the US"), "EU": _("the EU"), "UK": _("the UK"), "CH": _("Switzerland")}
    return _("in %(places)s", places=listed([names[region] for region in regions]))
