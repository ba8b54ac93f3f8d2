"""What HTML's elements and attributes mean for reading: which part lines, which hold raw text, which hold addresses.

Source: WHATWG HTML Living Standard, sections 13.1.2 (elements), 13.3 (serialising), 15.3 (rendering), 2025.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Their content is not markup until their own end tag.
RAW_TEXT = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes"})
#: As raw text, but with entities.
ESCAPABLE = frozenset({"textarea", "title"})
#: White space is kept as it is.
PREFORMATTED = frozenset({"pre", "textarea", "listing"})
#: Their end tags matter, so that depth can be counted by them.
NESTING = frozenset({
    "div", "section", "article", "table", "ul", "ol", "blockquote", "form", "fieldset", "nav", "aside", "main",
    "header", "footer", "svg", "g",
})  # fmt: skip

_PARAGRAPHS = (
    "p h1 h2 h3 h4 h5 h6 table ul ol dl blockquote section article aside header footer nav main form fieldset figure "
    "pre hr html head body title address details dialog"
)
_LINES = (
    "br div li tr dt dd option optgroup select caption figcaption legend summary textarea input button label thead "
    "tbody tfoot center dir menu iframe object video audio canvas svg text desc g template slot frame frameset noscript"
)
#: What a start or end tag puts into the text as read; nothing for all others, which run on: ``<b>Ja</b>ne`` is Jane.
BREAKS: Mapping[str, str] = {
    **dict.fromkeys(_PARAGRAPHS.split(), "\n\n"),
    **dict.fromkeys(_LINES.split(), "\n"),
    **dict.fromkeys(("td", "th"), "\t"),
}

#: Attributes that hold an address, where ``%41`` is a letter.
ADDRESSES = frozenset({
    "href", "src", "srcset", "action", "formaction", "cite", "poster", "background", "longdesc", "ping", "codebase",
    "profile", "usemap", "manifest", "xlink:href", "xml:base", "imagesrcset",
})  # fmt: skip
#: Attributes for machines.
CODE = frozenset({"class", "style", "id", "for", "name", "type", "rel", "role", "lang", "dir", "width", "height"})
#: Attributes whose presence is their value.
BOOLEAN = frozenset({
    "allowfullscreen", "async", "autofocus", "autoplay", "checked", "compact", "controls", "default", "defer",
    "disabled", "download", "hidden", "inert", "ismap", "itemscope", "loop", "multiple", "muted", "nohref",
    "nomodule", "noresize", "noshade", "novalidate", "nowrap", "open", "playsinline", "readonly", "required",
    "reversed", "selected", "noreferrer", "crossorigin", "contenteditable", "draggable", "spellcheck", "/", "?",
})  # fmt: skip
#: Attributes that say what their neighbours are about.
TELLING = ("name", "property", "id", "label", "for", "itemprop")
