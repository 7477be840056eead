"""The printed week sheet in words: what a row says, where there are boxes, and whose name stands on it."""

from dataclasses import replace
from datetime import date

from journal.core.exchange.week_papers import PaperCell, WeekPaper, week_paper
from journal.core.exchange.week_sheets import paper_rows, sheet_days, week_of
from journal.core.medicine.medicines import Called, Medicine
from journal.core.medicine.parts import Form
from journal.core.plan.adherence import Lived
from journal.core.plan.regimens import Plan
from journal.core.plan.schedules import AsNeeded, Days
from journal.core.values.clock import Zones
from journal.core.values.languages import using
from tests.core.plan.plans import BERLIN, at, change, saved
from tests.pseudo import PSEUDO, bare_words

WEEK = week_of(date(2026, 3, 9))
NAMES = {"a": Called("Typeda", "mg", {}), "b": Called("Typedb", "drops", {}), "c": Called("Typedc", "mg", {})}


def paper(name: str = "", hours: str = "24", effects: tuple[str, ...] = ("Typedrowsiness",), names=NAMES) -> WeekPaper:
    steps = change([saved("08:00 20:00")], at("8 12:00"), times="08:00 20:00=250000", starts=date(2026, 3, 12))
    weekdays = saved("", as_needed=AsNeeded(5_000_000, 20_000_000, 4))
    plan = Plan(
        (
            *(replace(step, medicine_id="a") for step in steps),
            replace(weekdays, medicine_id="b"),
        )
    )
    medicines = (Medicine("a"), Medicine("b"), Medicine("c"))
    days = sheet_days(WEEK, plan, medicines, Lived((), ()), Zones(BERLIN), at("8 12:00"))
    return week_paper(WEEK, days, names, effects, name=name, emergency_number="112", hours=hours)


def test_a_row_says_when_which_medicine_and_how_much() -> None:
    morning, evening, drops, other = paper().rows
    assert (morning.time, morning.name, morning.more) == ("08:00", "Typeda", "0.5\u00a0mg")
    assert morning.cells == (PaperCell("boxes"),) * 7
    assert evening.more == "", "its amount changes within the week, so it stands in each day"
    assert evening.cells[2:4] == (PaperCell("boxes", "0.5\u00a0mg"), PaperCell("boxes", "0.25\u00a0mg"))
    assert drops.more.startswith("5\u00a0drops as needed, at most 20\u00a0drops")
    assert (other.name, other.more, other.cells) == ("Typedc", "time and amount", (PaperCell("lines"),) * 7)


def test_of_a_liquid_the_ml_stand_beside_the_mg() -> None:
    liquid = Form.model_validate({"key": "tablet", "name": "Solution", "mg_per_ml": "2.5"})
    morning, evening, *_others = paper(names=NAMES | {"a": Called("Typeda", "mg", {}, {"tablet": liquid})}).rows
    assert morning.more == "0.5\u00a0mg (0.2\u00a0ml)"
    assert evening.cells[3].amount == "0.25\u00a0mg (0.1\u00a0ml)"


def test_two_forms_of_one_time_have_no_ml_in_common() -> None:
    steps = [replace(saved(times), medicine_id="a") for times in ("08:00", "08:00")]
    other = replace(steps[1], step=replace(steps[1].step, form="drops", starts_on=date(2026, 3, 12)))
    until = replace(steps[0], step=replace(steps[0].step, ends_on=date(2026, 3, 11)))
    days = sheet_days(WEEK, Plan((until, other)), (Medicine("a"),), Lived((), ()), Zones(BERLIN), at("8 12:00"))
    assert [row.form for row in paper_rows(days)] == [""]
    assert [row.form for row in paper_rows(days[:3])] == ["tablet"]


def test_a_day_on_which_nothing_is_planned_has_no_box() -> None:
    plan = Plan((replace(saved("08:00", days=Days(weekdays=(0,))), medicine_id="a"),))
    days = sheet_days(WEEK, plan, (Medicine("a"),), Lived((), ()), Zones(BERLIN), at("8 12:00"))
    (row,) = week_paper(WEEK, days, NAMES, (), name="", emergency_number="112", hours="24").rows
    assert [cell.kind for cell in row.cells] == ["boxes", *["nothing"] * 6]


def test_the_name_stands_on_it_only_where_it_is_wanted_and_times_in_the_clock_of_the_person() -> None:
    assert (paper().name, paper("Ada").name) == ("", "Ada")
    assert [row.time for row in paper(hours="12").rows][:2] == ["8:00\u00a0am", "8:00\u00a0pm"]
    assert paper().title == "Week sheet, 9 March 2026 to 15 March 2026"
    assert paper().days[0] == ("Monday", "9 March")
    assert "112" in paper().emergency


def test_every_word_is_a_message() -> None:
    with using(PSEUDO):
        made = paper()
        texts = [made.title, made.emergency, *made.how, *made.words.values(), *(word for _n, word in made.severities)]
        texts += [text for row in made.rows for text in (row.more, *(cell.amount for cell in row.cells))]
    assert set(bare_words(" ".join(texts))) <= {"mg"}
