"""Free text that is safe to keep and safe to show.

A note may come from a pasted web page, a chat or a spreadsheet. What could steer a terminal or show
text in another order than it is written is taken out, on the way in and again on the way to the
screen; every visible character stays.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE_ENDS = ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029")

_DROPPED = frozenset(
    "\u202a\u202b\u202c\u202d\u202e"  # embeddings and overrides: LRE, RLE, PDF, LRO, RLO
    "\u2066\u2067\u2068\u2069"  # isolates: LRI, RLI, FSI, PDI
    "\u206a\u206b\u206c\u206d\u206e\u206f"  # deprecated shaping and digit controls
    "\ufeff"  # byte-order mark
    "\ufff9\ufffa\ufffb"  # interlinear annotation, which hides text from some programs
)

_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
_WIDE = 2


def clean(text: str) -> str:
    r"""The text without anything that could steer a terminal or hide and reorder words.

    Line ends of any kind become `\n`, a tab becomes a space. Control characters (ESC, the C1 set
    and with them the openings of CSI and OSC sequences), bidirectional embeddings, overrides and
    isolates go; halves of a surrogate pair are joined, and one that stands alone becomes U+FFFD.
    What scripts need stays: joiners and non-joiners (emoji, Persian), left-to-right and
    right-to-left marks, combining signs. Cleaning twice changes nothing more.
    """
    if text.isprintable():
        return text
    if not text.isascii():
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    for line_end in _LINE_ENDS:
        text = text.replace(line_end, "\n")
    text = text.replace("\t", " ")
    return "".join(char for char in text if char == "\n" or not _is_dropped(char))


def one_line(text: str, width: int | None = None) -> str:
    """The cleaned text on one line, runs of white space as one space.

    Args:
        text: any text.
        width: most terminal columns to take; a longer text ends in `…`, never within a character
            that is made of several.
    """
    line = " ".join(clean(text).split())
    if width is None or shown_width(line) <= width:
        return line
    kept = ""
    room = width - 1
    for cell, columns in _cells(line):
        room -= columns
        if room < 0:
            break
        kept += cell
    return f"{kept.rstrip()}…" if width > 0 else ""


def name_key(text: str) -> str:
    """What all spellings of one name have in common, for holding names against each other.

    Upper and lower case, composed and decomposed letters, spaces and signs that cannot be seen make
    no difference.
    """
    line = one_line(text)
    if line.isascii():
        return line.casefold()
    from unicodedata import category, normalize

    visible = "".join(char for char in line if category(char) != "Cf")
    return normalize("NFC", normalize("NFC", " ".join(visible.split())).casefold())


def shown_width(text: str) -> int:
    """Terminal columns that a line of text takes.

    East Asian wide and full-width characters take two (Unicode Standard Annex 11), combining signs
    and joiners none; an emoji with its skin tone, its joined parts or its emoji style, and the two
    letters of a flag, take two together (Unicode Technical Standard 51). Terminals that do not
    compose emoji show such a sequence wider.
    """
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(columns for _, columns in _cells(text))


def _is_dropped(char: str) -> bool:
    return char < " " or "\x7f" <= char <= "\x9f" or char in _DROPPED


def _cells(text: str) -> Iterator[tuple[str, int]]:
    """The text in pieces that are shown as one, each with its columns."""
    from unicodedata import category, east_asian_width

    cell, columns = "", 0
    for char in text:
        if cell and _continues(cell, char, columns):
            cell += char
            if columns and (char == _EMOJI_STYLE or _is_flag_letter(char)):
                columns = _WIDE
        elif category(char) in ("Mn", "Me", "Cf", "Cc", "Zl", "Zp") and char != "\xad":
            cell += char
        else:
            if cell:
                yield cell, columns
            cell, columns = char, _WIDE if east_asian_width(char) in "WF" else 1
    if cell:
        yield cell, columns


def _continues(cell: str, char: str, columns: int) -> bool:
    """Whether a character that has a width of its own is shown within the cell before it."""
    if (
        char == _EMOJI_STYLE or "\u1160" <= char <= "\u11ff"
    ):  # to 11ff: the rest of a Hangul syllable
        return True
    if "\U0001f3fb" <= char <= "\U0001f3ff" or cell[-1] == _JOINER:
        return columns == _WIDE
    return _is_flag_letter(char) and _is_flag_letter(cell)


def _is_flag_letter(text: str) -> bool:
    return len(text) == 1 and "\U0001f1e6" <= text <= "\U0001f1ff"
