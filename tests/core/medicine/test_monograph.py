"""The monograph of clonazepam as shipped, and how a broken file is refused: broken files are edits of the shipped."""

import re
from pathlib import Path

import pytest

from journal.core.medicine.monograph import DATA, Monograph, read_monograph
from journal.core.medicine.monographs import read_monographs
from journal.core.medicine.parts import From
from journal.core.values.amounts import ONE
from journal.core.values.errors import InvalidMonograph

SHIPPED = DATA / "clonazepam.toml"
TEXT = SHIPPED.read_text(encoding="utf-8")
SNOMED = "http://snomed.info/sct"
DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture(scope="module")
def clonazepam() -> Monograph:
    return read_monograph(SHIPPED)


def edited(folder: Path, old: str, new: str, name: str = "broken.toml") -> Path:
    """Write the shipped file with the first `old` replaced."""
    assert old in TEXT
    path = folder / name
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    return path


# --- what is shipped ---------------------------------------------------------------------------------------------


def test_clonazepam_is_shipped_under_its_key(clonazepam: Monograph) -> None:
    assert read_monographs(DATA)["clonazepam"] == clonazepam
    assert (clonazepam.name, clonazepam.brand_names, clonazepam.drug_class) == (
        "Clonazepam",
        ("Klonopin",),
        "Benzodiazepine",
    )


@pytest.mark.parametrize("word", ["sedative", "hypnotic", "anxiolytic", "anticonvulsant", "muscle relaxant"])
def test_names_each_property_of_the_class(clonazepam: Monograph, word: str) -> None:
    assert word in clonazepam.about


def test_explains_the_mechanism_by_gaba(clonazepam: Monograph) -> None:
    assert "GABA (gamma-aminobutyric acid)" in clonazepam.mechanism


def test_the_eight_side_effects_stand_in_the_documents_order(clonazepam: Monograph) -> None:
    assert [effect.name for effect in clonazepam.side_effects] == [
        "Drowsiness and fatigue",
        "Dizziness",
        "Impaired coordination",
        "Memory problems",
        "Muscle weakness",
        "Increased saliva production",
        "Changes in appetite",
        "Mood changes, such as irritability or depression",
    ]


def test_the_ten_ratings_and_their_short_names(clonazepam: Monograph) -> None:
    assert list(clonazepam.rating_names.items()) == [
        ("drowsiness", "Drowsiness"),
        ("fatigue", "Fatigue"),
        ("dizziness", "Dizziness"),
        ("coordination", "Coordination"),
        ("memory", "Memory"),
        ("weakness", "Weakness"),
        ("saliva", "Saliva"),
        ("appetite", "Appetite"),
        ("mood_irritable", "Irritability"),
        ("mood_low", "Low mood"),
    ]
    assert tuple(clonazepam.rating_names) == tuple(rating.key for rating in clonazepam.ratings)


def test_two_effects_hold_two_ratings_each(clonazepam: Monograph) -> None:
    pairs = [[rating.key for rating in effect.ratings] for effect in clonazepam.side_effects if len(effect.ratings) > 1]
    assert pairs == [["drowsiness", "fatigue"], ["mood_irritable", "mood_low"]]


def test_every_question_is_short_enough_for_a_phone_and_asks(clonazepam: Monograph) -> None:
    for question in [rating.question for rating in clonazepam.ratings] + [
        kind.question for kind in clonazepam.episodes
    ]:
        assert question.endswith("?")
        assert len(question) <= 40


def test_how_sleepy_somebody_is_right_now_is_asked_too(clonazepam: Monograph) -> None:
    assert [rating.key for rating in clonazepam.ratings if rating.asks_now] == ["drowsiness"]


def test_a_name_and_its_question_fit_one_line_of_a_phone(clonazepam: Monograph) -> None:
    assert all(len(rating.short) + len(rating.question) <= 32 for rating in clonazepam.ratings)


def test_only_appetite_has_a_direction(clonazepam: Monograph) -> None:
    directions = {r.key: [choice.key for choice in r.directions] for r in clonazepam.ratings if r.directions}
    assert directions == {"appetite": ["less", "more"]}
    assert [r.key for r in clonazepam.ratings if r.direction_question] == ["appetite"]


def test_strengths_are_exact_millionths(clonazepam: Monograph) -> None:
    assert [(form.key, form.strengths) for form in clonazepam.forms] == [
        ("tablet", (250_000, 500_000, 1_000_000, 2_000_000)),
        ("orally_disintegrating_tablet", (125_000, 250_000, 500_000, 1_000_000, 2_000_000)),
        ("other", ()),
    ]
    assert clonazepam.strengths == (125_000, 250_000, 500_000, 1_000_000, 2_000_000)
    assert clonazepam.form_names == {
        "tablet": "Tablet",
        "orally_disintegrating_tablet": "Orally disintegrating tablet",
        "other": "Another form",
    }


def test_another_form_says_that_its_amount_is_typed(clonazepam: Monograph) -> None:
    assert "drops" in (clonazepam.forms[2].about or "")
    assert "Type the amount in mg" in (clonazepam.forms[2].about or "")


def test_the_daily_range_is_the_documents_and_the_question_comes_above_4_mg(clonazepam: Monograph) -> None:
    usual = clonazepam.daily_range
    assert (usual.low, usual.high, usual.ask_above) == (250_000, 2_000_000, 4_000_000)


def test_one_dose_that_is_asked_about_can_be_less_than_the_most_of_a_day(tmp_path: Path) -> None:
    usual = read_monograph(edited(tmp_path, 'ask_above_mg = "4"', 'ask_above_mg = "1"')).daily_range
    assert (usual.high, usual.ask_above) == (2_000_000, 1_000_000)
    assert usual.asks_about(1_000_001)
    assert not usual.asks_about(1_000_000)


LARGER = ('high_mg = "2"\nask_above_mg = "4"', 'high_mg = "3000"\nask_above_mg = "1500"\nlargest_mg = "{largest}"')


@pytest.mark.parametrize("largest", ["3000", "6000", "100000"])
def test_a_medicine_can_have_a_largest_amount_of_its_own(tmp_path: Path, largest: str) -> None:
    old, new = LARGER
    read = read_monograph(edited(tmp_path, old, new.format(largest=largest)))
    assert (read.daily_range.high, read.daily_range.largest) == (3000 * ONE, int(largest) * ONE)


def test_without_one_it_is_1000_mg(tmp_path: Path, clonazepam: Monograph) -> None:
    assert clonazepam.daily_range.largest == 1000 * ONE
    assert read_monograph(edited(tmp_path, 'high_mg = "2"', 'high_mg = "1000"')).daily_range.high == 1000 * ONE


def test_the_thresholds_of_the_safety_rules(clonazepam: Monograph) -> None:
    assert clonazepam.thresholds.model_dump() == {
        "low_mood": {"rating": "mood_low", "severity": 4},
        "very_drowsy": {"rating": "drowsiness", "severity": 4},
        "long_seizure": {"episode": "seizure", "minutes": 5},
        "repeated_seizure": {"episode": "seizure", "hours": 24},
        "gap_hours": 36,
        "drop": {"percent": 50, "days": 2, "before_days": 14, "least_days": 10},
        "withdrawal_days": 14,
        "fast_step": {"less": 250_000, "days": 3},
        "soonest_hours": 2,
        "day_total": {"ask_above": 4_000_000, "overdose_above": 20_000_000},
        "driving": {"ratings": ("drowsiness", "dizziness", "coordination"), "severity": 3},
        "alcohol": {"level": "urgent", "of": frozenset()},
        "sedative": {"level": "caution", "of": frozenset()},
    }


def test_the_numbers_of_the_curve(clonazepam: Monograph) -> None:
    """Every one of them has its row in docs/sources.md."""
    pk = clonazepam.pk
    assert pk is not None
    assert (pk.bioavailability, pk.half_life_hours, pk.band_hours) == (0.9, 35, (30, 40))
    assert pk.absorption_half_life_hours == 0.4
    assert "liver" in pk.changed_by
    assert "No clinician has reviewed it." in pk.source
    assert clonazepam.no_curve is None


def test_another_medicine_or_a_form_can_forbid_the_curve(tmp_path: Path, clonazepam: Monograph) -> None:
    assert clonazepam.pk is not None
    assert not clonazepam.pk.forbidden_by("Valproate")
    more = 'band_hours = [30, 40]\nnot_for_forms = ["other"]\nnot_with = ["valproate", "St. John\'s wort"]'
    pk = read_monograph(edited(tmp_path, "band_hours = [30, 40]", more)).pk
    assert pk is not None
    assert pk.not_for_forms == ("other",)
    for name in ("Valproate", "sodium VALPROÁTE 300", "wort (St. John\u2019s)"):
        assert pk.forbidden_by(name)
    for name in ("Valproatex", "John", "", "\U0001f48a"):
        assert not pk.forbidden_by(name)


def test_kidney_disease_and_pregnancy_can_forbid_the_curve(tmp_path: Path, clonazepam: Monograph) -> None:
    assert clonazepam.pk is not None
    assert not clonazepam.pk.not_with_kidney_disease
    assert not clonazepam.pk.not_in_pregnancy
    more = "band_hours = [30, 40]\nnot_with_kidney_disease = true\nnot_in_pregnancy = true"
    pk = read_monograph(edited(tmp_path, "band_hours = [30, 40]", more)).pk
    assert pk is not None
    assert pk.not_with_kidney_disease
    assert pk.not_in_pregnancy


def test_a_liquid_says_how_much_is_in_one_ml_and_needs_no_strengths(tmp_path: Path) -> None:
    liquid = 'mg_per_ml = "2.5"\nrelease = "extended"'
    form = read_monograph(edited(tmp_path, 'strengths_mg = ["0.25", "0.5", "1", "2"]', liquid)).forms[0]
    assert (form.per_ml, form.strengths, form.release) == (2_500_000, (), "extended")


def test_a_form_is_no_liquid_and_plain_where_nothing_is_said(clonazepam: Monograph) -> None:
    assert {(form.per_ml, form.release) for form in clonazepam.forms} == {(None, "plain")}


def test_without_a_choice_a_check_in_asks_everything(clonazepam: Monograph) -> None:
    assert clonazepam.asked == clonazepam.rating_names.keys()


def test_a_file_names_what_a_check_in_asks_at_first(tmp_path: Path) -> None:
    first = '[check_in]\nfirst = ["memory", "drowsiness", "mood_low"]\n\n[overdose]'
    read = read_monograph(edited(tmp_path, "[overdose]", first))
    assert read.asked == {"memory", "drowsiness", "mood_low"}
    assert len(read.ratings) == 10, "the others are still known"


def test_a_file_may_say_why_there_is_no_curve(tmp_path: Path) -> None:
    numbers = TEXT[TEXT.index("[pk]") : TEXT.index("[[uses]]")]
    path = edited(tmp_path, numbers, "")
    assert read_monograph(path).pk is None
    path.write_text('no_curve = "It differs too much from one to the other."\n' + path.read_text("utf-8"), "utf-8")
    assert read_monograph(path).no_curve == "It differs too much from one to the other."


def test_the_danger_signs_of_a_check_in(clonazepam: Monograph) -> None:
    signs = [(alert.key, alert.name, alert.level, alert.asked_from) for alert in clonazepam.alerts]
    asked_from = From(rating="drowsiness", severity=3)
    assert signs == [
        ("confused", "Confused", "emergency", asked_from),
        ("hard_to_wake", "Hard to wake or slow breathing", "emergency", asked_from),
    ]
    assert clonazepam.alert_names == {key: name for key, name, *_ in signs}


def test_uses_say_which_are_off_label(clonazepam: Monograph) -> None:
    assert [(use.name, use.off_label) for use in clonazepam.uses] == [
        ("Seizure disorders", False),
        ("Panic disorder", False),
        ("Other anxiety disorders", True),
    ]
    assert clonazepam.uses[2].about.startswith(
        "Such as generalized anxiety disorder (GAD) and social anxiety disorder (SAD)."
    )


@pytest.mark.parametrize(
    ("kind", "plain"), [("absence", "blank spells"), ("myoclonic", "sudden jerks"), ("atonic", "muscles go limp")]
)
def test_kinds_of_seizure_are_explained(clonazepam: Monograph, kind: str, plain: str) -> None:
    assert f"{plain} ({kind} seizures)" in clonazepam.uses[0].about


def test_effects_are_said_as_what_can_be(clonazepam: Monograph) -> None:
    """The document says what it may do and helps with; a promise would be more than is known."""
    assert "It is generally well tolerated when taken as directed." in clonazepam.about
    assert "loosen muscles (muscle relaxant)" in clonazepam.about
    assert "seizures can come less often and be less severe" in clonazepam.uses[0].about
    assert [use.about.count(" can ease ") for use in clonazepam.uses[1:]] == [1, 1]
    said = clonazepam.model_dump_json()
    for promise in ("Most people tolerate", " eases ", "lessen", "passes into"):
        assert promise not in said


def test_the_range_is_said_once(clonazepam: Monograph) -> None:
    """The page puts the two amounts before the words."""
    assert not re.search(r"\d", clonazepam.daily_range.about)


def test_episodes_are_what_it_is_taken_against(clonazepam: Monograph) -> None:
    assert clonazepam.episode_names == {"seizure": "Seizure", "panic_attack": "Panic attack"}


def test_only_verified_codes_are_shipped(clonazepam: Monograph) -> None:
    """Which ones, and why the others are left out: docs/sources.md. A new code needs a source there first."""
    coded = [("", clonazepam), *((part.key, part) for part in (*clonazepam.ratings, *clonazepam.episodes))]
    assert {(key, code.system, code.code, code.display) for key, part in coded for code in part.codes} == {
        ("", "http://www.whocc.no/atc", "N03AE01", "clonazepam"),
        ("drowsiness", SNOMED, "271782001", "Drowsy"),
        ("fatigue", SNOMED, "84229001", "Fatigue"),
        ("dizziness", SNOMED, "404640003", "Dizziness"),
        ("coordination", SNOMED, "20262006", "Ataxia"),
        ("memory", SNOMED, "386807006", "Memory impairment"),
        ("weakness", SNOMED, "26544005", "Muscle weakness"),
        ("appetite", SNOMED, "249473004", "Altered appetite"),
        ("mood_irritable", SNOMED, "55929007", "Feeling irritable"),
        ("mood_low", SNOMED, "366979004", "Depressed mood"),
        ("seizure", SNOMED, "91175000", "Seizure"),
    }


def test_every_shipped_code_is_accounted_for_in_the_documentation(clonazepam: Monograph) -> None:
    sources = (DOCS / "sources.md").read_text(encoding="utf-8")
    for part in (clonazepam, *clonazepam.ratings, *clonazepam.episodes):
        for code in part.codes:
            assert f"| {code.code} |" in sources


def test_precautions_and_interactions_of_the_document(clonazepam: Monograph) -> None:
    assert {"Dependence and withdrawal", "Pregnancy and breastfeeding"} <= {p.name for p in clonazepam.precautions}
    labelled = {part.name for part in clonazepam.precautions if "From the US label: " in part.about}
    assert labelled == {
        "Dependence and withdrawal",
        "Misuse and addiction",
        "Driving and machines",
        "Thoughts of self-harm",
        "Allergy",
        "Other illnesses",
    }
    said = {part.name: part.about for part in clonazepam.precautions}
    assert "may be habit-forming" in said["Misuse and addiction"]
    assert "do not drive or use machines until you know how clonazepam affects you" in said["Driving and machines"]
    assert "a benzodiazepine ever give you an allergic reaction" in said["Allergy"]
    assert {"Tell every provider", "Opioids", "Other benzodiazepines", "Certain antidepressants"} <= {
        interaction.name for interaction in clonazepam.interactions
    }


def test_overdose_names_the_signs_and_calls_first(clonazepam: Monograph) -> None:
    """The four signs of the document and no other: what we add stands on the page Emergency, and says so."""
    assert clonazepam.overdose.signs == ("Severe drowsiness", "Confusion", "Slow breathing", "Loss of consciousness")
    assert clonazepam.overdose.what_to_do[0] == "Call the emergency number now."
    assert len(clonazepam.overdose.what_to_do) == 5


@pytest.mark.parametrize("number", ["911", "112", "999", "000", "988"])
def test_emergency_numbers_are_left_to_the_settings(clonazepam: Monograph, number: str) -> None:
    assert not re.search(rf"\b{number}\b", clonazepam.model_dump_json(exclude={"codes"}))


@pytest.mark.parametrize("word", ["significant", "caused", "proves", "safe", "flumazenil"])
def test_words_the_journal_does_not_use(clonazepam: Monograph, word: str) -> None:
    assert word not in clonazepam.model_dump_json().lower()


def test_says_that_no_clinician_reviewed_it(clonazepam: Monograph) -> None:
    assert "No clinician has reviewed" in clonazepam.source


# --- broken files: each refusal names the file, the key and the reason ---------------------------------------------

WHOLE = "the file as a whole: "
BROKEN = {
    "a missing key": ('mechanism = "', 'about_mechanism = "', "mechanism: Field required"),
    "a missing key in a list": ('key = "dizziness"\n', "", "side_effects.1.key: Field required"),
    "an unknown key": ('key = "clonazepam"', 'key = "clonazepam"\ncolour = "red"', "colour: Extra inputs"),
    "an unknown key inside": ("off_label = true", "offlabel = true", "uses.2.offlabel: Extra inputs"),
    "the program's own name for a key": ("low_mg", "low", "daily_range.low: Extra inputs"),
    "a number for an amount": ('high_mg = "2"', "high_mg = 2", "daily_range.high_mg: write the amount in quotes"),
    "a number among strengths": (
        '["0.25", "0.5"',
        '[0.25, "0.5"',
        "forms.0.strengths_mg.0: write the amount in quotes",
    ),
    "an amount that is none": (
        'low_mg = "0.25"',
        'low_mg = "a bit"',
        "daily_range.low_mg: Write the amount as a number",
    ),
    "an amount of nothing": ('low_mg = "0.25"', 'low_mg = "0"', "daily_range.low_mg: The amount must be more than 0"),
    "an amount below a millionth": ('"0.125"', '"0.1250005"', "forms.1.strengths_mg.0: Use at most six digits"),
    "descending strengths": ('["0.25", "0.5"', '["2", "0.5"', "forms.0: strengths_mg must ascend"),
    "a strength twice": ('["0.25", "0.5"', '["0.5", "0.50"', "forms.0: strengths_mg must ascend"),
    "a strength of nothing": ('["0.25", "0.5"', '["0", "0.5"', "forms.0.strengths_mg.0: The amount must be more"),
    "no strength": ('["0.25", "0.5", "1", "2"]', "[]", "forms.0.strengths_mg: "),
    "a form without strengths and words": (
        'about = "In some countries there are drops.',
        '# "In some countries there are drops.',
        "forms.2: give strengths_mg or mg_per_ml, or say in about how the amount is known",
    ),
    "a liquid with nothing in it": (
        'key = "other"',
        'key = "other"\nmg_per_ml = "0"',
        "forms.2.mg_per_ml: The amount must be more than 0",
    ),
    "a number for what is in one ml": (
        'key = "other"',
        'key = "other"\nmg_per_ml = 2.5',
        "forms.2.mg_per_ml: write the amount in quotes",
    ),
    "a release that is none": (
        'key = "other"',
        'key = "other"\nrelease = "slow"',
        "forms.2.release: Input should be 'plain', 'delayed' or 'extended'",
    ),
    "two releases of one name": (
        'name = "Orally disintegrating tablet"',
        'name = "Tablet"\nrelease = "extended"',
        f"{WHOLE}forms: orally_disintegrating_tablet: another release has the name 'Tablet' too: say it in the name",
    ),
    "kidneys in words": (
        "half_life_hours = 35",
        'half_life_hours = 35\nnot_with_kidney_disease = "perhaps"',
        "pk.not_with_kidney_disease: Input should be a valid boolean",
    ),
    "asked at first what is not on the list": (
        "[overdose]",
        '[check_in]\nfirst = ["drowsiness", "fatigue", "thirst"]\n\n[overdose]',
        f"{WHOLE}check_in.first: no side effect has a rating with the key 'thirst'",
    ),
    "asked at first twice": (
        "[overdose]",
        '[check_in]\nfirst = ["drowsiness", "fatigue", "memory", "fatigue"]\n\n[overdose]',
        "check_in: first: the key 'fatigue' stands twice",
    ),
    "two asked at first": (
        "[overdose]",
        '[check_in]\nfirst = ["drowsiness", "fatigue"]\n\n[overdose]',
        "check_in.first: Tuple should have at least 3 items",
    ),
    "seven asked at first": (
        "[overdose]",
        '[check_in]\nfirst = ["drowsiness", "fatigue", "dizziness", "coordination", "memory", "weakness", "saliva"]\n\n'
        "[overdose]",
        "check_in.first: Tuple should have at most 6 items",
    ),
    "a first form without strengths": (
        'strengths_mg = ["0.25", "0.5", "1", "2"]',
        'about = "Drops."',
        "forms: the first form must have strengths_mg or mg_per_ml",
    ),
    "a range upside down": ('low_mg = "0.25"', 'low_mg = "3"', "daily_range: low_mg and high_mg must ascend"),
    "a day above 1000 mg without a largest amount": (
        'high_mg = "2"',
        'high_mg = "1000.5"',
        "daily_range: largest_mg (1000 where it is left out) must be at least every high_mg and ask_above_mg",
    ),
    "a question above 1000 mg without a largest amount": (
        'ask_above_mg = "4"',
        'ask_above_mg = "1001"',
        "daily_range: largest_mg (1000 where it is left out) must be at least",
    ),
    "a largest amount below the most of a day": (
        LARGER[0],
        LARGER[1].format(largest="2999.999999"),
        "daily_range: largest_mg (1000 where it is left out) must be at least",
    ),
    "a largest amount of nothing": (
        LARGER[0],
        LARGER[1].format(largest="0"),
        "daily_range.largest_mg: The amount must be more than 0 mg.",
    ),
    "a largest amount beyond all": (
        LARGER[0],
        LARGER[1].format(largest="100001"),
        "daily_range.largest_mg: The amount must be 100000 mg or less.",
    ),
    "a number for the largest amount": (
        'ask_above_mg = "4"',
        'ask_above_mg = "4"\nlargest_mg = 3000',
        "daily_range.largest_mg: write the amount in quotes",
    ),
    "a tablet that cannot be recorded": (
        '["0.25", "0.5", "1", "2"]',
        '["0.25", "0.5", "1", "1000.5"]',
        "the file as a whole: forms: tablet: a strength is above largest_mg of daily_range",
    ),
    "a threshold of a question that is not asked": (
        'rating = "mood_low"',
        'rating = "mood"',
        f"{WHOLE}thresholds.low_mood: no side effect has a rating with the key 'mood'",
    ),
    "a threshold of an episode that is none": (
        'episode = "seizure"',
        'episode = "fit"',
        f"{WHOLE}thresholds.long_seizure: there is no kind of episode 'fit'",
    ),
    "a second seizure after days": (
        "hours = 24",
        "hours = 25",
        "thresholds.repeated_seizure.hours: Input should be less",
    ),
    "a second episode that is none": (
        'repeated_seizure = { episode = "seizure"',
        'repeated_seizure = { episode = "fit"',
        f"{WHOLE}thresholds.repeated_seizure: there is no kind of episode 'fit'",
    ),
    "a sign without a text": (
        'text = "Very sleepy and confused',
        'about = "Very sleepy and confused',
        "alerts.0.text: Field required",
    ),
    "a sign of no level": ('level = "emergency"', 'level = "note"', "alerts.0.level: Input should be 'urgent' or 'em"),
    "a sign twice": ('key = "hard_to_wake"', 'key = "confused"', f"{WHOLE}alerts: the key 'confused' stands twice"),
    "a sign asked with a question that is none": (
        'asked_from = { rating = "drowsiness"',
        'asked_from = { rating = "sleep"',
        f"{WHOLE}alerts: confused: asked_from: no side effect has a rating with the key 'sleep'",
    ),
    "withdrawal of no days": (
        "withdrawal_days = 14",
        "withdrawal_days = 0",
        "thresholds.withdrawal_days: Input should",
    ),
    "more days with entries than there are": (
        "least_days = 10",
        "least_days = 15",
        "thresholds.drop: days, least_days and before_days must ascend",
    ),
    "an example without its days": (", days = 3 }", " }", "thresholds.fast_step.days: Field required"),
    "a gap of no hours": ("gap_hours = 36", "gap_hours = 0", "thresholds.gap_hours: Input should be greater than"),
    "a day's question at its overdose": (
        'overdose_above_mg = "20"',
        'overdose_above_mg = "4"',
        "thresholds.day_total: ask_above_mg must be less than overdose_above_mg",
    ),
    "a half-life outside of its band": ("half_life_hours = 35", "half_life_hours = 45", "pk: band_hours must ascend"),
    "a band upside down": ("band_hours = [30, 40]", "band_hours = [40, 30]", "pk: band_hours must ascend"),
    "a half-life without end": ("[30, 40]", "[30, inf]", "pk.band_hours.1: Input should be"),
    "a half-life longer than charts look back": ("[30, 40]", "[30, 121]", "pk.band_hours.1: Input should be less"),
    "more than all of a dose": ("bioavailability = 0.90", "bioavailability = 1.1", "pk.bioavailability: Input should"),
    "a curve without its source": ('source = "From US and', '# "From US and', "pk.source: Field required"),
    "a form without a curve that is none": (
        "half_life_hours = 35",
        'half_life_hours = 35\nnot_for_forms = ["drops"]',
        f"{WHOLE}pk.not_for_forms: there is no form 'drops'",
    ),
    "a curve and why there is none": (
        'key = "clonazepam"',
        'key = "clonazepam"\nno_curve = "It varies."',
        f"{WHOLE}pk and no_curve: give the numbers",
    ),
    "a form twice": (
        'key = "orally_disintegrating_tablet"',
        'key = "tablet"',
        f"{WHOLE}forms: the key 'tablet' stands twice",
    ),
    "an effect twice": (
        'key = "memory"',
        'key = "dizziness"',
        f"{WHOLE}side_effects: the key 'dizziness' stands twice",
    ),
    "a rating twice": ('"mood_low"]', '"fatigue"]', f"{WHOLE}ratings: the key 'fatigue' stands twice"),
    "an episode twice": ('key = "panic_attack"', 'key = "seizure"', f"{WHOLE}episodes: the key 'seizure' stands twice"),
    "a key with capitals": ('key = "clonazepam"', 'key = "Clonazepam"', "key: String should match pattern"),
    "empty text": ('name = "Panic disorder"', 'name = ""', "uses.1.name: String should have at least 1 character"),
    "spaces around": ('name = "Tablet"', 'name = "Tablet "', "forms.0.name: remove the spaces around the text"),
    "an essay": ('advice = "', f'advice = "{"x" * 600}', "advice: String should have at most 600 characters"),
    "a list that is a text": ('brand_names = ["Klonopin"]', 'brand_names = "Klonopin"', "brand_names: "),
    "no signs of overdose": ("signs = [", "signs = []\nold_signs = [", "overdose.signs: Tuple should have at least 1"),
}


@pytest.mark.parametrize(("old", "new", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_names_file_key_and_reason(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = edited(tmp_path, old, new)
    with pytest.raises(InvalidMonograph) as refused:
        read_monograph(path)
    assert str(refused.value).startswith(f"{path}: {said}")
    assert "Value error" not in str(refused.value)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'key = [1, "unclosed', "Unterminated string"),
        (b'key = "a"\nkey = "b"', "Cannot overwrite a value"),
        (b'key = "clonaz\xe9pam"', "it is not in UTF-8 (byte 13): save it in that encoding"),
        (b'\x00\x01"', "at line 1"),
    ],
    ids=["bad TOML", "a key twice in one table", "not UTF-8", "not text"],
)
def test_an_unreadable_file_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    with pytest.raises(InvalidMonograph) as refused:
        read_monograph(path)
    assert str(refused.value).startswith(f"{path}: this is not a readable TOML file: ")
    assert reason in str(refused.value)


def test_an_empty_file_names_the_first_missing_key(tmp_path: Path) -> None:
    path = tmp_path / "empty.toml"
    path.touch()
    with pytest.raises(InvalidMonograph, match=r"empty\.toml: key: Field required"):
        read_monograph(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidMonograph, match=r"nowhere\.toml: this is not a readable TOML file: .*No such file"):
        read_monograph(tmp_path / "nowhere.toml")


# --- folders -------------------------------------------------------------------------------------------------------


def test_a_later_folder_replaces_a_key_and_adds_others(tmp_path: Path) -> None:
    edited(tmp_path, 'name = "Clonazepam"', 'name = "Rivotril"', "a.toml")
    edited(tmp_path, 'key = "clonazepam"', 'key = "other"', "b.toml")
    shipped, found = read_monographs(DATA), read_monographs(DATA, tmp_path)
    assert set(found) == {*shipped, "other"}
    assert (found["clonazepam"].name, found["other"].name) == ("Rivotril", "Clonazepam")
    assert read_monographs(tmp_path, DATA)["clonazepam"].name == "Clonazepam"


def test_within_a_folder_the_later_file_name_wins(tmp_path: Path) -> None:
    edited(tmp_path, 'name = "Clonazepam"', 'name = "Second"', "b.toml")
    edited(tmp_path, 'name = "Clonazepam"', 'name = "First"', "a.toml")
    assert read_monographs(tmp_path)["clonazepam"].name == "Second"


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a monograph", encoding="utf-8")
    edited(tmp_path, 'name = "Clonazepam"', 'name = "Rivotril"')
    assert list(read_monographs(tmp_path)) == ["clonazepam"]


def test_one_broken_file_stops_the_folder(tmp_path: Path) -> None:
    edited(tmp_path, 'advice = "', 'advise = "')
    with pytest.raises(InvalidMonograph, match=r"broken\.toml: advice: Field required"):
        read_monographs(DATA, tmp_path)


def test_no_monograph_at_all_names_the_folder(tmp_path: Path) -> None:
    with pytest.raises(InvalidMonograph) as refused:
        read_monographs(tmp_path, tmp_path / "missing")
    assert str(refused.value) == f"{tmp_path}: there is no monograph (*.toml) in this folder."


def test_a_monograph_cannot_be_changed(clonazepam: Monograph) -> None:
    with pytest.raises(ValueError, match="frozen"):
        clonazepam.name = "Other"


def test_the_example_in_the_documentation_loads(tmp_path: Path) -> None:
    examples = re.findall(r"```toml\n(key = .*?)```", (DOCS / "monographs.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == 1
    path = tmp_path / "example.toml"
    path.write_text(examples[0], encoding="utf-8")
    assert read_monograph(path).ratings
