"""Reading a CAP message that somebody sent. Hardened: no entities, no network, bounded; refused with a reason. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from command_center.base.errors import Invalid
from command_center.cap import vocabulary as words
from common.text import FieldWords

LARGEST = 1024 * 1024
"""Bytes: a message with many polygons has a few hundred thousand."""
MOST_ELEMENTS = 5000
LONGEST_TEXT = 20_000

Check = Callable[[str], bool]


class RefusedError(Invalid):
    """``fields``: where in the message, and why."""

    def __init__(self, where: str, en: str, zh: str) -> None:
        self.where = where
        self.why = en
        super().__init__(
            "cap_refused",
            f"CAP 消息被拒绝：{where}：{zh}",
            f"The CAP message is refused: {where}: {en}",
            fields={where: FieldWords(zh=zh, en=en)},
        )


@dataclass(frozen=True, slots=True)
class Element:
    """One line of the standard's table. ``children`` None: it holds text."""

    name: str
    required: bool = False
    repeated: bool = False
    check: Check | None = None
    children: tuple[Element, ...] | None = None


def _one_of(*known: str) -> Check:
    return lambda text: text in known


def _number(text: str) -> bool:
    return re.fullmatch(r"-?\d{1,7}(\.\d{1,10})?", text) is not None


def _point(text: str) -> bool:
    parts = text.split(",")
    return len(parts) == 2 and all(map(_number, parts)) and abs(float(parts[0])) <= 90 and abs(float(parts[1])) <= 180


def _polygon(text: str) -> bool:
    points = text.split()
    return len(points) >= 4 and all(map(_point, points)) and points[0] == points[-1]


def _circle(text: str) -> bool:
    point, _, radius = text.partition(" ")
    return _point(point) and _number(radius) and float(radius) >= 0


def _time(text: str) -> bool:
    if not words.TIME.match(text):
        return False
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _word(text: str) -> bool:
    return words.WORD.match(text) is not None


def _references(text: str) -> bool:
    parts = [one.split(",") for one in text.split()]
    return bool(parts) and all(len(one) == 3 and _word(one[0]) and _word(one[1]) and _time(one[2]) for one in parts)


_PAIR = (Element("valueName", required=True), Element("value", required=True))
_RESOURCE = (
    Element("resourceDesc", required=True),
    Element("mimeType", required=True),
    Element("size", check=lambda text: text.isdigit()),
    Element("uri"),
    Element("derefUri"),
    Element("digest"),
)
_AREA = (
    Element("areaDesc", required=True),
    Element("polygon", repeated=True, check=_polygon),
    Element("circle", repeated=True, check=_circle),
    Element("geocode", repeated=True, children=_PAIR),
    Element("altitude", check=_number),
    Element("ceiling", check=_number),
)
_INFO = (
    Element("language"),
    Element("category", required=True, repeated=True, check=_one_of(*words.CATEGORIES)),
    Element("event", required=True),
    Element("responseType", repeated=True, check=_one_of(*words.RESPONSES)),
    Element("urgency", required=True, check=_one_of(*words.URGENCIES)),
    Element("severity", required=True, check=_one_of(*words.SEVERITIES)),
    Element("certainty", required=True, check=_one_of(*words.CERTAINTIES)),
    Element("audience"),
    Element("eventCode", repeated=True, children=_PAIR),
    Element("effective", check=_time),
    Element("onset", check=_time),
    Element("expires", check=_time),
    Element("senderName"),
    Element("headline"),
    Element("description"),
    Element("instruction"),
    Element("web"),
    Element("contact"),
    Element("parameter", repeated=True, children=_PAIR),
    Element("resource", repeated=True, children=_RESOURCE),
    Element("area", repeated=True, children=_AREA),
)
_ALERT = (
    Element("identifier", required=True, check=_word),
    Element("sender", required=True, check=_word),
    Element("sent", required=True, check=_time),
    Element("status", required=True, check=_one_of(*words.STATUS)),
    Element("msgType", required=True, check=_one_of(*words.MESSAGE_TYPES)),
    Element("source"),
    Element("scope", required=True, check=_one_of(*words.SCOPES)),
    Element("restriction"),
    Element("addresses"),
    Element("code", repeated=True),
    Element("note"),
    Element("references", check=_references),
    Element("incidents"),
    Element("info", repeated=True, children=_INFO),
)
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message that was understood, as much of it as an alert needs."""

    identifier: str
    sender: str
    sent: datetime
    message_type: str
    references: tuple[tuple[str, str], ...]
    """Sender and identifier of the messages that it updates or cancels."""
    categories: tuple[str, ...]
    event: str
    severity: str
    certainty: str
    headline: str
    description: str
    area: str
    position: tuple[float, float] | None
    """Longitude and latitude, WGS84."""
    onset: datetime | None


def read(data: bytes) -> Incoming:
    """Understand a message. Raises RefusedError."""
    root = _parse(data)
    _walk(root, _ALERT, "alert")
    _rules(root)
    return _incoming(root)


def _parse(data: bytes) -> etree._Element:
    if len(data) > LARGEST:
        raise RefusedError("message", "has more than 1 MB", "超过 1 MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError("message", "is not UTF-8", "不是 UTF-8 编码") from None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise RefusedError("message", "has a document type or entities", "含有 DOCTYPE 或实体定义")
    parser = etree.XMLParser(
        encoding="utf-8",  # whatever the message declares: in UTF-7 a document type looks like plain text
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise RefusedError("message", "is not XML", "不是有效的 XML") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise RefusedError("message", "has a document type or entities", "含有 DOCTYPE 或实体定义")
    if root.tag != f"{{{words.NAMESPACE}}}alert":
        raise RefusedError("message", "is no alert of CAP 1.2", "不是 CAP 1.2 的 alert")
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise RefusedError("message", f"has more than {MOST_ELEMENTS} elements", "元素过多")
    return root


def _walk(node: etree._Element, table: Sequence[Element], where: str) -> None:
    """Every child is known, in its order, often enough and not too often."""
    place = -1
    seen: set[str] = set()
    for child in node:
        if child.tag == SIGNATURE:
            continue
        name = _name(child, where)
        index = next((number for number, one in enumerate(table) if one.name == name), None)
        if index is None:
            raise RefusedError(f"{where}/{name}", "is not known here", "未知元素")
        if index < place:
            raise RefusedError(f"{where}/{name}", "stands in the wrong order", "元素顺序不对")
        if name in seen and not table[index].repeated:
            raise RefusedError(f"{where}/{name}", "stands twice", "重复出现")
        place = index
        seen.add(name)
        _element(child, table[index], f"{where}/{name}")
    missing = next((one.name for one in table if one.required and one.name not in seen), None)
    if missing:
        raise RefusedError(f"{where}/{missing}", "is missing", "缺少必填元素")


def _name(child: etree._Element, where: str) -> str:
    tag = child.tag
    if not isinstance(tag, str) or not tag.startswith(f"{{{words.NAMESPACE}}}"):
        raise RefusedError(where, "holds something that is not CAP", "含有非 CAP 元素")
    return tag.rpartition("}")[2]


def _element(child: etree._Element, element: Element, where: str) -> None:
    if element.children is not None:
        _walk(child, element.children, where)
        return
    text = (child.text or "").strip()
    if len(child):
        raise RefusedError(where, "holds elements instead of text", "应为文本")
    if not text and (element.required or element.check):
        raise RefusedError(where, "is empty", "内容为空")
    if len(text) > LONGEST_TEXT:
        raise RefusedError(where, f"is longer than {LONGEST_TEXT} characters", "文本过长")
    if element.check is not None and not element.check(text):
        raise RefusedError(where, f"“{text[:60]}” is not valid", f"“{text[:60]}”无效")


def _rules(root: etree._Element) -> None:
    """What the standard says beyond its schema, and what cannot become an alert here."""
    scope = _text(root, "scope")
    for name, wanted in (("restriction", "Restricted"), ("addresses", "Private")):
        if (_text(root, name) != "") != (scope == wanted):
            raise RefusedError(
                f"alert/{name}", f"stands exactly when scope is {wanted}", f"仅当 scope 为 {wanted} 时出现"
            )
    kind, status = _text(root, "msgType"), _text(root, "status")
    if kind in ("Update", "Cancel") and not _text(root, "references"):
        raise RefusedError("alert/references", f"is missing in {kind}", "Update、Cancel 必须引用原消息")
    if status != "Actual":
        raise RefusedError("alert/status", f"{status} never becomes a live alert", f"{status} 不能成为真实预警")
    if kind in ("Ack", "Error"):
        raise RefusedError("alert/msgType", f"{kind} is no warning", f"{kind} 不是预警")
    if kind != "Cancel" and root.find(_path("info")) is None:
        raise RefusedError("alert/info", "is missing", "缺少必填元素")
    for area in root.iter(f"{{{words.NAMESPACE}}}area"):
        if _text(area, "ceiling") and not _text(area, "altitude"):
            raise RefusedError("alert/info/area/ceiling", "needs an altitude", "需要 altitude")


def _incoming(root: etree._Element) -> Incoming:
    info = _chinese_first(root)
    onset = _text(info, "onset")
    return Incoming(
        identifier=_text(root, "identifier"),
        sender=_text(root, "sender"),
        sent=datetime.fromisoformat(_text(root, "sent")),
        message_type=_text(root, "msgType"),
        references=tuple((one.split(",")[0], one.split(",")[1]) for one in _text(root, "references").split()),
        categories=tuple(_texts(info, "category")),
        event=_text(info, "event"),
        severity=_text(info, "severity") or "Unknown",
        certainty=_text(info, "certainty") or "Unknown",
        headline=_text(info, "headline") or _text(info, "event"),
        description=_text(info, "description"),
        area="；".join(_texts(info, "area", "areaDesc")),
        position=_centre(info),
        onset=datetime.fromisoformat(onset) if onset else None,
    )


def _chinese_first(root: etree._Element) -> etree._Element | None:
    infos = root.findall(_path("info"))
    return next((one for one in infos if _text(one, "language").lower().startswith("zh")), infos[0] if infos else None)


def _centre(info: etree._Element | None) -> tuple[float, float] | None:
    """The middle of the first circle or polygon."""
    for text in (*_texts(info, "area", "circle"), *_texts(info, "area", "polygon")):
        points = [tuple(map(float, point.split(","))) for point in text.split() if "," in point]
        ring = points[:-1] or points
        return sum(lon for _, lon in ring) / len(ring), sum(lat for lat, _ in ring) / len(ring)
    return None


def _path(*names: str) -> str:
    return "/".join(f"{{{words.NAMESPACE}}}{name}" for name in names)


def _text(node: etree._Element | None, name: str) -> str:
    return next(_texts(node, name), "")


def _texts(node: etree._Element | None, *names: str) -> Iterator[str]:
    for found in () if node is None else node.findall(_path(*names)):
        yield (found.text or "").strip()
