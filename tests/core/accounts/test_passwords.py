"""Passwords: what is refused, with a sentence that says what to do; nothing is asked outside."""

import hashlib
import sys
from pathlib import Path
from string import ascii_lowercase
from time import perf_counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal.core.accounts import passwords
from journal.core.accounts.accounts import (
    Actor,
    login_name,
    read_account,
    read_new_password,
    shortest_password,
)
from journal.core.accounts.passwords import EASY, KNOWN, SHORTEST_ALONE, Breached, BreachedUnusable, reduced, refusal
from journal.core.medicine.monograph import read_monograph
from journal.core.values.errors import Busy, InvalidEntry

EXAMPLAMINE = read_monograph(Path(__file__).parents[2] / "data" / "examplamine.toml")
MEDICINES = {"examplamine": EXAMPLAMINE}
WORDS = ("Clonazepam", "Klonopin")


def refused(password, name="Ann", shortest=SHORTEST_ALONE, breached=None):
    return refusal(password, name, WORDS, shortest=shortest, breached=breached)


@pytest.mark.parametrize(
    "password",
    [
        "four sleepy green teapots",
        "plum lantern gravel otter",
        "seven purple umbrellas sing",
        "löwe wolken siebzehn fahrrad",
        "чайник лестница облако тридцать",
        "jK3$vv0-92nXq_pL",
        "klonopin and a green teapot",
        " spaces at both ends count ",
        "🦊🌧🚲🥁🧦🪁🦔🫖 and fifteen more",
        "x" * 20 + "plum lantern gravel otter" * 9,
    ],
)
def test_words_that_do_not_belong_together_are_enough(password):
    assert refused(password) == ""


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "at least 15 characters"),
        ("plum lantern g", "at least 15 characters"),
        ("plum lantern gravel otter " * 10, "256 characters or fewer"),
        ("plum lantern \x00 gravel otter", "NUL"),
    ],
)
def test_too_short_too_long_or_not_to_be_hashed(password, sentence):
    assert sentence in refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaaaaaaaaaa",
        "passwordpassword",
        "qwertyuiopasdfgh",
        "1qaz2wsx3edc4rfv",
        "123456789012345",
        "iloveyousunshine",
        "correct horse battery staple",
        "Correct-Horse-Battery-Staple-2026!",
        "M4y the F0rce be with you",
        "to be or not to be, that is the question",
        "please let me in",
        "clonazepam2026journal",
        "Klonopin Klonopin 12345",
        "side effect journal 1",
    ],
)
def test_what_many_people_would_try_is_refused(password):
    assert refused(password) == EASY


def test_the_own_name_is_no_password():
    assert refused("ann of green gables", "Ann of Green Gables") == EASY
    assert refused("Ann.Of.Green.Gables.1908", "Ann of Green Gables") == EASY


def test_a_shorter_password_will_do_beside_a_second_factor():
    assert refused("vK7 rubato", shortest=8) == ""
    assert "at least 8 characters" in refused("vK7 rub", shortest=8)
    assert refused("sunshine", shortest=8) == EASY
    assert refused("12345678", shortest=8) == EASY


def test_the_length_asked_for_follows_the_second_factor():
    alone = Actor("1", "Ann")
    both = Actor("1", "Ann", second_factor=True)
    assert (shortest_password(alone), shortest_password(both)) == (15, 8)
    assert read_new_password({"new_password": "vK7 rubato"}, both, MEDICINES) == "vK7 rubato"
    with pytest.raises(InvalidEntry):
        read_new_password({"new_password": "vK7 rubato"}, alone, MEDICINES)
    with pytest.raises(InvalidEntry):
        read_new_password({"new_password": "examplamine2026"}, alone, MEDICINES)


@given(st.text(min_size=15, max_size=300))
def test_any_text_gets_an_answer(password):
    assert isinstance(refused(password), str)


@given(st.text(ascii_lowercase, min_size=1))
def test_capitals_spaces_and_a_year_at_the_end_hide_nothing(text):
    assert reduced(" ".join(text.upper()) + " 2026!") == reduced(text) == text


def test_the_list_holds_thousands_that_pass_for_long():
    lines = (Path(sys.modules[refusal.__module__].__file__).parent / "data" / "passwords.txt").read_text().split()
    assert len(lines) > 3000
    assert lines == sorted(set(lines))
    assert all(line == line.casefold() for line in lines)
    assert "correcthorsebatterystaple" in lines


# Look-alikes: zxcvbn by itself tries every combination of them, for seconds

COSTLY = "4@8({[<3691!|0$5+7%2" * 2
SIGNS = "".join(dict.fromkeys(COSTLY))


@pytest.fixture(scope="module")
def matching():
    refused(COSTLY)  # loads it
    from zxcvbn import matching

    return matching


@pytest.mark.parametrize("password", [COSTLY, "1!|7" * 10, "4@e3i1!|o0s$5t+7z2g69" * 2, SIGNS[::-1] + SIGNS])
def test_no_password_makes_the_judge_try_a_thousand_spellings(password, matching, monkeypatch):
    spelled = []
    translate = matching.translate
    monkeypatch.setattr(matching, "translate", lambda text, read: spelled.append(text) or translate(text, read))
    refused(password)
    assert 0 < len(spelled) < 120  # without a bound of ours: up to 2,000, each a millisecond


@given(st.text(SIGNS + "aeiost", max_size=40))
@example(COSTLY)
def test_whatever_is_typed_few_spellings_are_tried(matching, password):
    table = matching.relevant_l33t_subtable(password, matching.L33T_TABLE)
    assert len(matching.enumerate_l33t_subs(table)) <= 36


@pytest.mark.parametrize(
    "password",
    [
        "!@#$%^&*()1234567890",
        "1234567890!@#$%^&*()",
        "()_+{}|1234567890",
        "1234567890f00tba||",
        "1!|71234567890[]",
    ],
)
def test_many_look_alikes_hide_nothing(password, matching):
    """Each of these is easy for zxcvbn when it tries every combination."""
    table = matching.relevant_l33t_subtable(password, matching.L33T_TABLE)
    assert passwords._most_spellings(table) > passwords.MOST_SPELLINGS
    assert refused(password) == EASY


@given(st.text(SIGNS, max_size=6))
def test_of_few_look_alikes_every_spelling_is_tried(matching, password):
    table = matching.relevant_l33t_subtable(password, matching.L33T_TABLE)
    every = matching.enumerate_l33t_subs.args[0]
    if passwords._most_spellings(table) <= passwords.MOST_SPELLINGS:
        assert matching.enumerate_l33t_subs(table) == every(table)
    assert len(every(table)) <= passwords._most_spellings(table)


def test_who_waits_too_long_to_be_judged_is_asked_to_come_back(monkeypatch):
    monkeypatch.setattr(passwords, "PATIENCE", 0.001)
    with passwords._zxcvbn_is_one_at_a_time, pytest.raises(Busy, match="wait a moment"):
        refused("plum lantern gravel otter")
    assert refused("plum lantern gravel otter") == ""


def test_a_password_is_judged_only_when_nothing_else_is_wrong(monkeypatch):
    asked = []
    judge = passwords._score
    monkeypatch.setattr(passwords, "_score", lambda *text: asked.append(text) or judge(*text))
    fine = {"name": "Ann", "password": "plum lantern gravel otter", "zone": "UTC"}
    for wrong in ({"name": ""}, {"zone": "x"}, {"medicine": "gold"}, {"password": "short"}):
        with pytest.raises(InvalidEntry) as caught:
            read_account(fine | wrong, MEDICINES)
        assert set(caught.value.errors) == set(wrong)
    assert asked == []
    read_account(fine, MEDICINES)
    assert len(asked) == 1


# Stolen passwords, from a file of the operator's


def line(password, ending=":7\r\n"):
    return hashlib.sha1(password.encode()).hexdigest().upper() + ending


def written(folder, passwords, ending=":7\r\n"):
    file = folder / "stolen.txt"
    file.write_bytes("".join(sorted(line(password, ending) for password in passwords)).encode())
    return Breached(file)


def test_a_stolen_password_is_refused(tmp_path):
    stolen = written(tmp_path, ["plum lantern gravel otter", "another one", "a third"])
    assert refused("plum lantern gravel otter", breached=stolen) == KNOWN
    assert refused("seven purple umbrellas sing", breached=stolen) == ""


@given(st.sets(st.text(max_size=12), min_size=1, max_size=40), st.text(max_size=12), st.sampled_from(["\n", ":12\r\n"]))
def test_every_stolen_password_is_found_and_no_other(tmp_path_factory, passwords, other, ending):
    stolen = written(tmp_path_factory.mktemp("list"), passwords, ending)
    assert all(password in stolen for password in passwords)
    assert (other in stolen) == (other in passwords)


def test_a_list_in_small_letters_or_without_a_last_line_end_is_read_too(tmp_path):
    file = tmp_path / "stolen.txt"
    file.write_text("\n".join(sorted(line(password, "").lower() for password in ("one", "two", "three"))))
    stolen = Breached(file)
    assert all(password in stolen for password in ("one", "two", "three"))
    assert "four" not in stolen


@pytest.mark.parametrize("content", [None, "", "password\n", "5BAA61E4C9B93F3F0682250B6CF8331B:3\n", "\n" * 9])
def test_a_list_that_cannot_be_used_says_so_at_the_start(tmp_path, content):
    file = tmp_path / "list.txt"
    if content is not None:
        file.write_text(content)
    with pytest.raises(BreachedUnusable, match=r"list\.txt cannot be used: .*JOURNAL_BREACHED_PASSWORDS"):
        Breached(file)


def test_endless_names_and_passwords_are_refused_without_being_read():
    began = perf_counter()
    for name, password in (
        ("a" + "1" * 30_000 + "a", "plum lantern gravel otter"),
        ("a" + "\u0301\u0316" * 30_000, "plum lantern gravel otter"),
        ("Ann", "a" + "\u0301\u0316" * 30_000),
    ):
        with pytest.raises(InvalidEntry):
            read_account({"name": name, "password": password, "zone": "UTC"}, MEDICINES)
        login_name(name)
    assert perf_counter() - began < 1  # without bounds: seven seconds, and minutes for as much as a form may hold


def test_a_name_whose_signs_stand_for_many_is_too_long():
    with pytest.raises(InvalidEntry) as refused_name:
        read_account({"name": "\ufdfa" * 60, "password": "plum lantern gravel otter", "zone": "UTC"}, MEDICINES)
    assert "60 characters" in refused_name.value.errors["name"]
    assert read_account({"name": "ß" * 60, "password": "plum lantern gravel otter", "zone": "UTC"}, MEDICINES)
