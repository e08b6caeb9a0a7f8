"""Archives good and hostile. Of a hostile one nothing is taken."""

import gzip
import io
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.errors import GuardError
from guard.workbench.sharing.archives import MOST_MEMBERS, MOST_UNPACKED, read_archive
from tests.making import told
from tests.workbench.sharing.packs import tarred, zipped

GOOD = {
    "ours.toml": b'id = "ours"',
    "lists/eea.toml": b"x",
    "pack.toml": b"y",
    "pack.toml.sig": b"z",
}


def as_tar(content: dict[str, bytes]) -> bytes:
    return tarred(*content.items())


BOTH = pytest.mark.parametrize("archive", [zipped, as_tar], ids=["zip", "tar.gz"])
Archive = Callable[[dict[str, bytes]], bytes]


def said(data: bytes) -> str:
    return told(lambda: read_archive(data, "x"))


@BOTH
def test_a_pack_is_taken_as_it_is(archive: Archive) -> None:
    assert read_archive(archive(GOOD), "x") == dict(sorted(GOOD.items()))


@BOTH
def test_one_folder_round_everything_is_taken_off(archive: Archive) -> None:
    inside = {f"ours-main/{name}": data for name, data in GOOD.items()} | {"ours-main/README": b""}
    assert read_archive(archive(inside), "x") == dict(sorted(GOOD.items()))


@BOTH
def test_what_is_no_part_of_a_pack_is_left_alone(archive: Archive) -> None:
    more = {"README.md": b"", "tests/a.toml": b"", ".github/b.toml": b"", "lists/deep/c.toml": b""}
    assert read_archive(archive(GOOD | more), "x") == dict(sorted(GOOD.items()))


def test_folders_and_a_leading_dot_are_as_usual() -> None:
    folders = [tarfile.TarInfo(name) for name in (".", "./lists")]
    for each in folders:
        each.type = tarfile.DIRTYPE
    found = read_archive(tarred(*folders, ("./ours.toml", b"a"), ("./lists/b.toml", b"b")), "x")
    assert found == {"ours.toml": b"a", "lists/b.toml": b"b"}


@BOTH
@pytest.mark.parametrize(
    "name",
    [
        *("../ours.toml", "lists/../../ours.toml", "/etc/ours.toml", "//ours.toml", "a//b.toml"),
        *("..", "lists/..", "C:ours.toml", "a\\..\\b.toml", "\\\\host\\a.toml", "a\nb.toml"),
        *("ours.toml\x1b[2J", "con?.toml", "a|b.toml"),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(archive: Archive, name: str) -> None:
    refused = said(archive(GOOD | {name: b"x"}))
    assert "outside the archive" in refused or "systems read differently" in refused
    assert "\x1b" not in refused


def test_a_name_with_a_nul_is_refused() -> None:
    data = zipped(GOOD | {"nul!.toml": b"x"}).replace(b"nul!.toml", b"nul\0.toml")
    assert "systems read differently" in said(data)


@BOTH
@pytest.mark.parametrize("name", ["OURS.toml", "Lists/eea.toml", "./ours.toml"])
def test_names_that_some_systems_take_for_one_are_refused(archive: Archive, name: str) -> None:
    assert "twice, perhaps with other capitals" in said(archive(GOOD | {name: b"x"}))


@BOTH
def test_letters_written_in_two_ways_are_one_name(archive: Archive) -> None:
    content = {"caf\u00e9.md": b"", "cafe\u0301.md": b""}
    assert "twice" in said(archive(GOOD | content))


@pytest.mark.parametrize(
    "kind",
    [
        *(tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE),
        tarfile.GNUTYPE_SPARSE,
    ],
)
def test_links_and_devices_in_a_tar_are_refused(kind: bytes) -> None:
    info = tarfile.TarInfo("lists/link.toml")
    info.type = kind
    info.linkname = "../../../etc/passwd"
    assert "link or a device" in said(tarred(("ours.toml", b""), info))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFSOCK])
def test_links_and_devices_in_a_zip_are_refused(kind: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("ours.toml")
        info.external_attr = (kind | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    assert "link or a device" in said(out.getvalue())


@BOTH
def test_more_files_than_any_pack_has_are_refused(archive: Archive) -> None:
    content = {f"f{number}.md": b"" for number in range(MOST_MEMBERS + 1)}
    assert "more than 1,000 files" in said(archive(content))


@BOTH
def test_one_file_larger_than_any_policy_is_refused(archive: Archive) -> None:
    assert "a file of more than 1,048,576 bytes" in said(archive({"ours.toml": b"#" * 1_048_577}))


@BOTH
def test_what_unpacks_to_more_than_a_pack_can_be_is_refused(archive: Archive) -> None:
    data = archive({f"f{number}.bin": b"\0" * 1_000_000 for number in range(17)})
    assert len(data) < MOST_UNPACKED // 100
    assert "unpacks to more than 16,777,216 bytes" in said(data)


def test_a_zip_that_says_it_is_small_and_is_not_is_refused() -> None:
    data = bytearray(zipped({"ours.toml": b"#" * 5_000_000}))
    size = struct.pack("<I", 5_000_000)
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = struct.pack("<I", 10)
    assert said(bytes(data))


def test_an_encrypted_file_is_refused() -> None:
    data = bytearray(zipped({"ours.toml": b"x"}))
    for head, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(head) + offset] |= 1
    assert "cannot be read" in said(bytes(data))


def test_a_tar_that_leads_back_to_its_own_beginning_comes_to_an_end() -> None:
    plainly = bytearray(gzip.decompress(tarred(("ours.toml", b"x"), ("b.md", b"x" * 600))))
    header = plainly[1024:1536]
    header[124:136] = b"\xff" * 4 + struct.pack(">q", -1024)  # a size below nothing
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    plainly[1024:1536] = header
    assert said(gzip.compress(bytes(plainly)))


@pytest.mark.parametrize("kind", [b"x", b"g", b"L", b"K"])
def test_an_endless_extension_of_a_tar_comes_to_an_end(kind: bytes) -> None:
    info = tarfile.TarInfo("a.toml")
    info.type = kind
    header = bytearray(info.tobuf(tarfile.USTAR_FORMAT))
    header[124:136] = b"\xff" * 4 + struct.pack(">q", -512)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    assert said(gzip.compress(bytes(header) * 4 + b"\0" * 1024))


@pytest.mark.parametrize("data", [b"", b"PK", b"hello", b"\x1f\x8b", b"PK\x03\x04", b"7z\xbc\xaf"])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    assert "archive" in said(data) or "damaged" in said(data)


@BOTH
def test_an_archive_cut_short_is_refused(archive: Archive) -> None:
    data = archive(GOOD)
    assert "damaged" in said(data[: len(data) // 2])


@given(st.sampled_from([zipped(GOOD), as_tar(GOOD)]), st.data())
def test_a_damaged_archive_is_read_or_refused_and_nothing_else(
    data: bytes, draw: st.DataObject
) -> None:
    broken = bytearray(data)
    for _ in range(draw.draw(st.integers(1, 4))):
        broken[draw.draw(st.integers(4, len(data) - 1))] = draw.draw(st.integers(0, 255))
    try:
        found = read_archive(bytes(broken), "x")
    except GuardError:
        return
    assert all(len(content) <= 1_048_576 for content in found.values())
