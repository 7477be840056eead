"""What each rule is called where its alerts are counted, beside the sentences it tells of one."""

from collections.abc import Mapping

from journal.core.values.languages import N_, _

NAMES: Mapping[str, str] = {
    "danger_signs": N_("Danger signs while very sleepy"),
    "very_drowsy": N_("Very sleepy"),
    "very_low_mood": N_("Very low mood"),
    "large_amount": N_("A very large amount"),
    "double_dose": N_("Two doses close together"),
    "as_needed": N_("More as needed than ordered"),
    "day_total_plan": N_("More in a day than planned"),
    "day_total_range": N_("A day above the usual range"),
    "long_seizure": N_("A long seizure"),
    "repeated_seizure": N_("Seizures close together"),
    "gap": N_("A long time without a dose"),
    "drop": N_("Much less than usual"),
    "interaction": N_("Another medicine that can act together"),
    "circumstances": N_("Pregnancy or breastfeeding"),
    "withdrawal": N_("Symptoms after a lower dose"),
    "fast_step": N_("A step down faster than the label’s"),
    "driving": N_("About driving"),
    "drove": N_("Drove on a day with strong side effects"),
    "alcohol": N_("Alcohol on the same day"),
    "sedative": N_("Another sedative on the same day"),
}


def name_of_rule(key: str) -> str:
    """The name of a rule; one that is gone is another alert."""
    return _(NAMES[key]) if key in NAMES else _("Another alert")
