"""Documents and archives: written piece by piece, read as a whole."""

import io
import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from zipfile import ZipFile

from hypothesis import given
from hypothesis import strategies as st

from journal.formats.archives import GATHERED, Archive, gathered
from journal.formats.documents import json_chunks

AT = datetime(2026, 11, 23, 12, 0, 30)  # noqa: DTZ001 - archives know no zones
VALUES = st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.none()))


@given(VALUES, st.lists(VALUES))
def test_a_document_is_what_went_into_it(head: dict[str, object], values: list[dict[str, object]]) -> None:
    head = {"format": "x"} | {name: value for name, value in head.items() if name not in {"many", "none"}}
    read = json.loads(b"".join(json_chunks(head, {"many": iter(values), "none": ()})))
    assert read == head | {"many": values, "none": []}


def archive(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with Archive(written, AT, "folder") as made:
        for name, content in files.items():
            made.add(name, [content[:3], content[3:]])
    return written.getvalue()


def test_an_archive_holds_its_files_and_their_checksums() -> None:
    files = {"a.txt": b"words " * 100, "charts/b.png": b"picture"}
    with ZipFile(io.BytesIO(archive(files))) as read:
        assert read.testzip() is None
        assert {entry.date_time for entry in read.infolist()} == {(2026, 11, 23, 12, 0, 30)}
        for name, content in files.items():
            assert read.read(f"folder/{name}") == content
        sums = read.read("folder/SHA256SUMS").decode()
    assert sums == "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in files.items())


def test_the_same_files_give_the_same_bytes() -> None:
    assert archive({"a.txt": b"words"}) == archive({"a.txt": b"words"})


def test_a_document_is_not_in_memory_as_a_whole() -> None:
    made = 0

    def values() -> Iterator[dict[str, int]]:
        nonlocal made
        for made in range(1, 1001):
            yield {"n": made}

    chunks = json_chunks({"a": 1}, {"many": values()})
    for _ in range(10):
        next(chunks)
    assert made < 10


@given(st.lists(st.binary(max_size=40_000), max_size=6))
def test_pieces_are_gathered_and_nothing_is_lost(chunks: list[bytes]) -> None:
    made = list(gathered(chunks))
    assert b"".join(made) == b"".join(chunks)
    assert all(len(piece) >= GATHERED for piece in made[:-1])
    assert all(made)
