"""The SSH wire encoding (RFC 4251 section 5): length-prefixed strings, whole numbers, one pass."""

from dataclasses import dataclass

from guard.errors import Fault, GuardError

_REMEDY = "fetch the key or signature again: a line or a few characters are probably missing"


def string(*parts: bytes) -> bytes:
    """Each part with its length (four bytes) in front."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def positive(value: int) -> bytes:
    """``value`` > 0 as the body of an mpint: big-endian, with a spare sign bit."""
    return value.to_bytes(value.bit_length() // 8 + 1, "big")


@dataclass(slots=True)
class Reader:
    """Takes values off the front of ``data``; every lack is one clear fault."""

    data: bytes
    offset: int = 0

    def take(self, count: int) -> bytes:
        """The next ``count`` bytes."""
        taken = self.data[self.offset : self.offset + count]
        if len(taken) != count:
            raise GuardError(Fault("the SSH key or signature is cut short", _REMEDY))
        self.offset += count
        return taken

    def number(self, count: int = 4) -> int:
        """The next unsigned number of ``count`` bytes."""
        return int.from_bytes(self.take(count), "big")

    def string(self) -> bytes:
        """The next length-prefixed string."""
        return self.take(self.number())

    def text(self) -> str:
        """The next string as ASCII text (names of algorithms, namespaces, curves)."""
        try:
            return self.string().decode("ascii")
        except UnicodeDecodeError as error:
            raise GuardError(Fault("a name in the SSH data is not ASCII", _REMEDY)) from error

    def positive(self) -> int:
        """The next positive whole number (mpint) in its shortest form."""
        raw = self.string()
        shortest = raw and raw[0] < 0x80 and (raw[0] or (len(raw) > 1 and raw[1] >= 0x80))  # noqa: PLR2004
        if not shortest:
            raise GuardError(Fault("a number in the SSH data is malformed", _REMEDY))
        return int.from_bytes(raw, "big")

    def end(self) -> None:
        """Refuse whatever is left over."""
        if self.offset != len(self.data):
            raise GuardError(Fault("the SSH key or signature has trailing bytes", _REMEDY))
