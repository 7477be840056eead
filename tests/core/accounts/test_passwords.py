"""Passwords: what is refused, with a sentence that says what to do; nothing is asked outside."""

import hashlib
import unicodedata
from pathlib import Path
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.accounts import passwords
from journal.core.accounts.accounts import (
    Actor,
    login_name,
    read_account,
    read_new_password,
    shortest_password,
)
from journal.core.accounts.passwords import EASY, KNOWN, SHORTEST_ALONE, Breached, BreachedUnusable, refusal, spelled
from journal.core.medicine.monograph import read_monograph
from journal.core.values.errors import InvalidEntry

DATA, ROOT = Path(__file__).parents[2] / "data", Path(__file__).parents[3]
EXAMPLAMINE = read_monograph(DATA / "examplamine.toml")
MEDICINES = {"examplamine": EXAMPLAMINE}
WORDS = ("Clonazepam", "Klonopin")
WORDS_OF_NO_LIST = (
    *("plum", "lantern", "gravel", "otter", "teapot", "umbrella"),
    *("bicycle", "kettle", "thimble", "walnut", "harbour", "trumpet"),
)


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
    assert refused("vK7 rubato x", shortest=12) == ""
    assert "at least 12 characters" in refused("vK7 rubato", shortest=12)
    assert refused("sunshine sun", shortest=12) == EASY
    assert refused("123456789012", shortest=12) == EASY


def test_the_length_asked_for_follows_the_second_factor():
    alone = Actor("1", "Ann")
    both = Actor("1", "Ann", second_factor=True)
    assert (shortest_password(alone), shortest_password(both)) == (15, 12)
    assert read_new_password({"new_password": "vK7 rubato x"}, both, MEDICINES) == "vK7 rubato x"
    with pytest.raises(InvalidEntry):
        read_new_password({"new_password": "vK7 rubato x"}, alone, MEDICINES)
    with pytest.raises(InvalidEntry):
        read_new_password({"new_password": "examplamine2026"}, alone, MEDICINES)


@given(st.text(min_size=15, max_size=300))
def test_any_text_gets_an_answer(password):
    assert isinstance(refused(password), str)


@given(st.text(ascii_lowercase, min_size=1))
def test_capitals_spaces_and_look_alikes_make_no_other_word(text):
    disguised = "-".join(text.upper()).translate(str.maketrans("OISB", "0158"))
    assert spelled(f" {disguised}!") in {spelled(text), spelled(text) + "i"}


def test_the_list_is_what_its_script_makes_of_its_sources():
    """Common passwords and first names by the thousand, and sentences everybody knows."""
    file = ROOT / "journal" / "core" / "accounts" / "data" / "passwords.txt"
    lines = file.read_text().split()
    assert len(lines) > 5000
    assert lines == sorted({spelled(line) for line in lines})
    assert {"correcthorsebatterystaple", "iloveyou", "michael", "maytheforcebewithyou"} <= set(lines)
    sources = [ROOT / "scripts" / name for name in ("phrases.txt", "common_passwords.txt")]
    assert {spelled(line) for source in sources for line in source.read_text().splitlines()} >= set(lines)
    assert max(map(len, lines)) <= passwords.LONGEST_PIECE


# Measured on what people really think of (tests/data/weak_passwords.txt); docs/security.md says the same numbers

FOUND = {
    "the same again and again": "20 of 20",
    "few signs": "10 of 10",
    "rows of keys": "19 of 20",
    "numbers in order": "11 of 15",
    "days and years": "8 of 15",
    "common passwords made longer": "25 of 25",
    "two or three common words": "20 of 20",
    "the person, the site, the medicine": "20 of 20",
    "sayings, songs, films, prayers": "42 of 50",
    "letters for signs": "8 of 10",
    "what a person has: pets, children, towns, clubs": "7 of 15",
    "what such a password is said to need": "13 of 15",
    "beside a second factor: twelve to fourteen": "15 of 15",
}


def kinds() -> dict[str, list[str]]:
    """Weak passwords, by how they are made."""
    _, *parts = (DATA / "weak_passwords.txt").read_text().split("\n\n")
    found = (part.strip().removeprefix("# ").splitlines() for part in parts)
    return {kind: passwords for kind, *passwords in found}


def test_of_250_weak_passwords_as_many_are_found_as_the_docs_say():
    weak = kinds()
    words = (*WORDS, "Rivotril")
    found = {
        kind: [bool(refusal(password, "Anna Weber", words, shortest=12, breached=None)) for password in passwords]
        for kind, passwords in weak.items()
    }
    assert {kind: f"{sum(all_of)} of {len(all_of)}" for kind, all_of in found.items()} == FOUND
    security = (ROOT / "docs" / "security.md").read_text()
    for kind, count in FOUND.items():
        assert f"| {kind} | {count} |" in security


@pytest.mark.parametrize(
    ("rule", "weak", "strong"),
    [
        ("a block repeated", "vk7rubatvk7rubat", "vk7rubatmx3noles"),
        ("a block repeated, and cut off", "vk7rubvk7rubvk7ru", "vk7rubmx3nolwq5za"),
        ("few signs", "vukuvkkuvuvkukvu", "vukgvkkuvuveumvu"),
        ("a row of keys", "asdfghjkl vk7rub", "asdf vk7rub wq5z"),
        ("a column of keys", "qazwsxedc mx3nol", "qaz mx3nol wq5za"),
        ("a row backwards", "poiuytrewq wq5za", "poiu wq5za vk7ru"),
        ("with shift", "!@#$%^&* mx3nol", "!@# mx3nol wq5z"),
        ("numbers", "1234567890 vk7rub", "1903746258 vk7rub"),
        ("the alphabet", "abcdefghi vk7rub", "abdcfhegi vk7rub"),
        ("one sign many times", "vk7rub uuuuuuuuu", "vk7rub mx3nolwq5"),
        ("a day", "12031985 vk7rub", "17038585 vk7rub"),
        ("a year", "1985  2046  1973", "3985  4046  3973"),
        ("the person's name", "ann ann vk7rubat", "nan nan vk7rubat"),
        ("the medicine", "clonazepam vk7rub", "cazoplenam vk7rub"),
        ("the site", "journal mx3nolwq", "lournaj mx3nolwq"),
        ("a common word", "sunshine monkey7a", "sushinne mokney7a"),
        ("with look-alikes", "5un5h1n3 m0nk3y7a", "5u5n1hn3 m0kn3y7a"),
        ("a saying", "to be or not to be", "to bo er nat te bo"),
        ("seen through hyphens", "sun-shine-mon-key", "sun-shone-mun-kay"),
    ],
)
def test_each_rule_refuses_what_it_is_for_and_no_more(rule, weak, strong):
    assert refused(weak) == EASY
    assert refused(strong) == ""


@given(st.lists(st.sampled_from(WORDS_OF_NO_LIST), min_size=4, max_size=6, unique=True))
def test_four_words_by_chance_are_never_refused(words):
    assert refused(" ".join(words)) == ""


def test_the_longest_password_is_judged_by_its_first_signs(monkeypatch):
    """To look at every piece of the whole would take the square of its length."""
    judged = []
    worth_of = passwords._worth_of
    monkeypatch.setattr(passwords, "_worth_of", lambda piece, own: judged.append(piece) or worth_of(piece, own))
    refused("plum lantern gravel otter " * 9)
    assert len(judged) < 2 * passwords.LONGEST_JUDGED * passwords.LONGEST_PIECE


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


def test_endless_names_and_passwords_are_refused_without_being_read(monkeypatch):
    """To normalise takes time with the square of the length: minutes for as much as a form may hold."""
    read = []
    normalize = unicodedata.normalize
    monkeypatch.setattr(unicodedata, "normalize", lambda form, text: read.append(len(text)) or normalize(form, text))
    for name, password in (
        ("a" + "1" * 30_000 + "a", "plum lantern gravel otter"),
        ("a" + "\u0301\u0316" * 30_000, "plum lantern gravel otter"),
        ("Ann", "a" + "\u0301\u0316" * 30_000),
    ):
        with pytest.raises(InvalidEntry):
            read_account({"name": name, "password": password, "zone": "UTC"}, MEDICINES)
        login_name(name)
    assert max(read) <= 1000


def test_a_name_whose_signs_stand_for_many_is_too_long():
    with pytest.raises(InvalidEntry) as refused_name:
        read_account({"name": "\ufdfa" * 60, "password": "plum lantern gravel otter", "zone": "UTC"}, MEDICINES)
    assert "60 characters" in refused_name.value.errors["name"]
    assert read_account({"name": "ß" * 60, "password": "plum lantern gravel otter", "zone": "UTC"}, MEDICINES)
