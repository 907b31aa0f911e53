"""Generator of what is written from the records of kinds and the entries of detectors: words of the page, two tables.

python tools/generate_words.py            writes anew what is stale
python tools/generate_words.py --check    names what is stale, and fails
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(CHECKOUT))

from camera_adapters.detectors.settings import RULE_KEYS  # noqa: E402 - found by the line above
from camera_adapters.detectors.table import DETECTORS  # noqa: E402
from common.bounds import bounds_of  # noqa: E402
from common.kinds import KINDS, Kind  # noqa: E402
from common.kinds.rule import Rule  # noqa: E402
from common.text import Text  # noqa: E402

BEGIN, END = "<!-- begin: written by tools/generate_words.py -->\n", "<!-- end -->\n"
LEVELS = ("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ")
Words = Mapping[str, Text]


class GenerationError(Exception):
    """What is declared contradicts itself, or a file has no place for it."""


def kind_words() -> Words:
    """Of every kind that may become an alert."""
    return {name: kind.words for name, kind in KINDS.items() if kind.is_alert}


def detector_words() -> Words:
    """Of every detector of the table."""
    return {name: entry.words for name, entry in DETECTORS.items()}


def setting_words() -> Words:
    """Of everything that may be set. ``GenerationError`` where two detectors call one key by different words."""
    found: dict[str, Text] = {}
    classes = [(Rule, RULE_KEYS), *((entry.settings, None) for entry in DETECTORS.values())]
    for cls, keys in classes:
        for name, words in _settings(cls, keys):
            if found.setdefault(name, words) != words:
                raise GenerationError(f"setting {name!r} is called {found[name].en!r} and {words.en!r}")
    return found


def _settings(cls: type, keys: Iterable[str] | None) -> Iterator[tuple[str, Text]]:
    bounds = bounds_of(cls)
    for each in fields(cls):
        if keys is None or each.name in keys:
            words = bounds[each.name].words
            if words is None:
                raise GenerationError(f"setting {each.name!r} of {cls.__name__} has no words")
            yield each.name, words


def page_words(_text: str) -> str:
    """The module of the page with the words of both languages, and the kinds that a person may tell of."""
    areas = {"kind": kind_words(), "detector": detector_words(), "setting": setting_words()}
    by_hand = "".join(f"  {_quoted(name)},\n" for name, kind in KINDS.items() if kind.by_hand)
    return (
        "// Written by tools/generate_words.py from the records of kinds and the entries of detectors.\n\n"
        f"export const zh = {_block(areas, lambda text: text.zh)}\n\n"
        f"export const en: typeof zh = {_block(areas, lambda text: text.en)}\n\n"
        "/** Kinds that a person may tell of. */\n"
        f"export const KINDS_BY_HAND: readonly string[] = [\n{by_hand}]\n"
    )


def _block(areas: Mapping[str, Words], language: Callable[[Text], str]) -> str:
    blocks = (
        f"  {area}: {{\n"
        + "".join(f"    {name}: {_quoted(language(text))},\n" for name, text in words.items())
        + "  },\n"
        for area, words in areas.items()
    )
    return "{\n" + "".join(blocks) + "}"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def glossary(text: str) -> str:
    """The table of kinds in docs/glossary.md."""
    head = "| zh | en | in code | level | in CAP | meaning |\n|---|---|---|---|---|---|\n"
    return _between(text, head + "".join(_kind_row(kind) for kind in KINDS.values()))


def _kind_row(kind: Kind) -> str:
    level = LEVELS[kind.level - 1] if kind.is_alert else "–"
    cells = (kind.words.zh, kind.words.en, f"`{kind.name}`", level, ", ".join(kind.categories), kind.meaning)
    return f"| {' | '.join(cells)} |\n"


def detection(text: str) -> str:
    """The table of detectors in docs/detection.md."""
    rows = (f"| `{name}` | {entry.finds} | {entry.limits} |\n" for name, entry in DETECTORS.items())
    return _between(text, "| detector | what it finds | its limits |\n|---|---|---|\n" + "".join(rows))


def _between(text: str, table: str) -> str:
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise GenerationError(f"needs the lines {BEGIN.strip()!r} and {END.strip()!r}")
    return before + BEGIN + table + END + after


FILES: Mapping[str, Callable[[str], str]] = {
    "frontend/src/i18n/terms/kinds.generated.ts": page_words,
    "docs/glossary.md": glossary,
    "docs/detection.md": detection,
}
"""What is written, from what stands there."""


def stale() -> dict[Path, str]:
    """The files that are not as they would be written now, with what they should say."""
    found = {}
    for name, write in FILES.items():
        path = CHECKOUT / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        wanted = write(text)
        if wanted != text:
            found[path] = wanted
    return found


def main(arguments: list[str]) -> int:
    """0 when nothing is stale any more."""
    found = stale()
    for path, text in found.items():
        print(f"{path.relative_to(CHECKOUT)} is stale: run make words" if arguments else f"wrote {path}")
        if not arguments:
            path.write_text(text, encoding="utf-8")
    return 1 if found and arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
