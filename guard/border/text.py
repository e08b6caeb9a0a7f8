"""Text from outside, made safe to show.

A supplier's name may hold terminal escapes, bidirectional overrides that turn a refusal into
an approval, or characters that nobody sees. Such text passes through :func:`plain` once, before
it enters a message, so that nothing that prints has to think of it.
"""

# Letters and marks by category, yet nothing is drawn: fillers, joiners and variation selectors.
_UNSEEN = frozenset(
    map(
        chr,
        (
            0x034F,
            *(0x115F, 0x1160, 0x3164, 0xFFA0),
            *(0x17B4, 0x17B5),
            *range(0x180B, 0x1810),
            0x2800,
            *range(0xFE00, 0xFE10),
            *range(0xE0100, 0xE01F0),
        ),
    )
)
_WIDE_SPACES = frozenset("\u00a0\u1680\u202f\u205f\u3000").union(map(chr, range(0x2000, 0x200B)))


def plain(value: str, limit: int = 500) -> str:
    r"""``value`` on one line, with every character visible and none that acts on a terminal.

    Controls, line breaks, bidirectional and zero-width characters, surrogates, private-use and
    unassigned characters become ``\u{202e}`` and the like; unusual spaces become a space. What
    follows the first ``limit`` characters is cut and counted: ``…(+12 characters)``.
    """
    kept = value[:limit]
    if not (kept.isascii() and kept.isprintable()):
        kept = "".join(map(_visible, kept))
    rest = len(value) - limit
    return f"{kept}…(+{rest} characters)" if rest > 0 else kept


def _visible(char: str) -> str:
    if char in _WIDE_SPACES:
        return " "
    # Unicode's Cc, Cf, Cs, Co, Cn, Zl and Zp are exactly what Python calls not printable here.
    if char.isprintable() and char not in _UNSEEN:
        return char
    return f"\\u{{{ord(char):x}}}"
