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


def placed(name: str, regions: Sequence[Region]) -> str:
    """A name where it stands in a list to choose from: with where it holds, if that is not everywhere."""
    return _("%(name)s (%(places)s)", name=name, places=region_words(regions)) if regions else name


def told(text: str, regions: Sequence[Region]) -> str:
    """A text of a monograph as it is told away from its heading: with where it holds, if that is not everywhere."""
    return _("%(text)s This holds %(places)s.", text=text, places=region_words(regions)) if regions else text
