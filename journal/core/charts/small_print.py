"""What stands below every chart on paper: whose ratings they are, and what the picture is not."""

from journal.core.values.languages import _


def small_print() -> tuple[str, ...]:
    """Its sentences."""
    return (
        _(
            "Side effects are rated by the patient: none, mild, moderate, severe, very severe. It is the worst since "
            "the last check-in or in the last 24 hours, whichever is shorter. "
            "Days without a rating are left blank and never counted as none."
        ),
        _("Recorded with a side-effect journal. Its scale is not validated and it is not a medical device."),
    )
