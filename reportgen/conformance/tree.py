"""The structure tree of a PDF as nodes: types mapped to standard ones, languages inherited, content by page and number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_TYPES = (
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody "
    "TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form"
)
STANDARD = frozenset(_TYPES.split())
"""The structure types of ISO 32000-1, 14.8.4."""


@dataclass(slots=True, eq=False)
class Node:
    """A structure element.

    role       standard type, after the role map; as written when the map leads nowhere
    language   its own or inherited, "" when nothing says
    page       index of the page its first content stands on, None without content
    contents   (page index, MCID) of what is marked as its own; objects: identity of the annotations in it
    order      kids and contents as they are read
    """

    entry: Any
    role: str
    parent: Node | None
    language: str
    page: int | None = None
    kids: list[Node] = field(default_factory=list)
    contents: list[tuple[int, int]] = field(default_factory=list)
    objects: list[tuple[int, int]] = field(default_factory=list)
    order: list[Node | tuple[int, int]] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Return where a person finds it: "page 3, Table"."""
        pages = (node.page for node in self.walk() if node.page is not None)
        first = next(pages, None)
        return self.role if first is None else f"page {first + 1}, {self.role}"

    def walk(self) -> Iterator[Node]:
        """Yield the node and all below it, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def attribute(self, owner: str, name: str) -> Any:
        """Return a structure attribute, None when it is not given."""
        import pikepdf

        given = self.entry.get("/A")
        for each in given if isinstance(given, pikepdf.Array) else [given]:
            if isinstance(each, pikepdf.Dictionary) and each.get("/O") == owner and name in each:
                return each[name]
        return None


def read(pdf: Any) -> Node | None:
    """Return the root of the structure tree of a `pikepdf.Pdf`, None when the file has none; a kid that is its own ancestor is left out."""
    if "/StructTreeRoot" not in pdf.Root:
        return None
    root = pdf.Root.StructTreeRoot
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    top = Node(root, "StructTreeRoot", None, str(pdf.Root.get("/Lang", "")))
    _fill(top, dict(root.get("/RoleMap", {})), pages, None, {root.objgen})
    return top


def standard(name: str, mapped: dict[str, Any]) -> str:
    """Return the standard type a name stands for; the name itself when the role map is circular or ends elsewhere.

    >>> standard("Abstract", {"/Abstract": "/P"}), standard("A", {"/A": "/B", "/B": "/A"})
    ('P', 'A')
    """
    seen = set()
    current = name
    while current not in STANDARD:
        if current in seen or f"/{current}" not in mapped:
            return name
        seen.add(current)
        current = str(mapped[f"/{current}"]).removeprefix("/")
    return current


def _fill(node: Node, mapped: dict[str, Any], pages: dict[tuple[int, int], int], page: int | None, above: set[tuple[int, int]]) -> None:
    """Put into a node what its K entry holds."""
    import pikepdf

    kids = node.entry.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if not isinstance(kid, pikepdf.Dictionary):
            if page is not None and isinstance(kid, int):
                node.order.append((page, kid))
            continue
        here = pages.get(kid["/Pg"].objgen) if "/Pg" in kid else page
        if "/MCID" in kid:
            if here is not None:
                node.order.append((here, int(kid["/MCID"])))
        elif "/Obj" in kid:
            node.objects.append(kid["/Obj"].objgen)
        elif kid.objgen not in above:
            role = standard(str(kid.get("/S", "")).removeprefix("/"), mapped)
            child = Node(kid, role, node, str(kid["/Lang"]) if "/Lang" in kid else node.language)
            node.order.append(child)
            _fill(child, mapped, pages, here, above | {kid.objgen} if kid.is_indirect else above)
    node.kids = [kid for kid in node.order if isinstance(kid, Node)]
    node.contents = [kid for kid in node.order if not isinstance(kid, Node)]
    node.page = node.contents[0][0] if node.contents else None
