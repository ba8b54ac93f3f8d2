"""What stands around the pages of a PDF and no reader needs goes; what stays is of a kind that the schema names.

Runs when a file is opened, so that nobody reads what will not be there, and again before it is written, since whoever cut
it made new objects. A second time it finds nothing.
"""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from redact.core.flow import PartNote
from redact.media.pdf.around import structure
from redact.media.pdf.cleaning.fitting import Fitting
from redact.media.pdf.cleaning.glyphnames import differences, number_letters, silence
from redact.media.pdf.cleaning.profiles import wordless
from redact.media.pdf.cleaning.tally import Tally, Topic
from redact.media.pdf.cleaning.unused import prune
from redact.media.pdf.pictures.shed import cleaned
from redact.media.pdf.plain.layers import Layers
from redact.media.pdf.terms import Untrusted

_CUSTOM = "Custom"
#: Character collections that readers know. Source: ISO 32000-2:2020, 9.7.3.
_COLLECTIONS = frozenset(("Identity", "Japan1", "Japan2", "GB1", "CNS1", "Korea1", "KR", "UCS", "Manga1"))
#: Namespaces in which a file says to which standard it holds.
_CLAIMS = {
    Topic.PDF_A: (b"pdfaid",),
    Topic.PDF_UA: (b"pdfuaid",),
    Topic.PDF_X: (b"pdfxid", b"pdfx:", b"pdfvtid", b"pdfe:"),
}
_MAX_NODES = 10_000


def scrub(pdf: pikepdf.Pdf) -> tuple[PartNote, ...]:
    """Clean a PDF in place and say what went.

    Raises:
        LimitExceeded: a stream is a bomb, or there is no end to the objects.
    """
    tally = Tally()
    _claims(pdf, tally)
    _trailer(pdf, tally)
    _links(pdf)
    structure.settle(pdf, tally)
    Layers(pdf).neutral(tally)
    _labels(pdf, tally)
    _intents(pdf, tally)
    prune(pdf, tally)
    fitting = Fitting(pdf)
    fitting.run()
    tally.add_keys(fitting.lost)
    named = differences(thing for thing in fitting.met if thing.get("/Subtype") != Name.Type3)
    for thing in fitting.met:
        _inside(thing, named, tally)
    return tally.notes()


def _claims(pdf: pikepdf.Pdf, tally: Tally) -> None:
    packet = pdf.Root.get("/Metadata")
    if isinstance(packet, Stream):
        try:
            content = bytes(packet.read_bytes())
        except pikepdf.PdfError:
            content = b""
        for topic, claims in _CLAIMS.items():
            tally.add(topic, int(any(claim in content for claim in claims)))


def _trailer(pdf: pikepdf.Pdf, tally: Tally) -> None:
    about = pdf.trailer.get("/Info")
    if isinstance(about, Dictionary):
        tally.add(Topic.INFO, len(about.keys()))
    for key in set(pdf.trailer.keys()) - {"/Root", "/Size", "/ID", "/Encrypt"}:
        del pdf.trailer[key]


def _links(pdf: pikepdf.Pdf) -> None:
    """Links whose address was cut lead nowhere: they go, before the tags ask which are there."""
    for page in pdf.pages:
        held = page.obj.get("/Annots")
        if not isinstance(held, Array):
            continue
        kept = [link for link in held if isinstance(link, Dictionary) and ("/A" in link or "/Dest" in link)]
        if len(kept) < len(held):
            page.obj["/Annots"] = Array(kept)
        if not kept:
            del page.obj["/Annots"]


def _labels(pdf: pikepdf.Pdf, tally: Tally) -> None:
    todo = [pdf.Root.get("/PageLabels")]
    for _ in range(_MAX_NODES):
        if not todo:
            return
        node = todo.pop()
        if not isinstance(node, Dictionary):
            continue
        held, kids = node.get("/Nums"), node.get("/Kids")
        for label in held if isinstance(held, Array) else ():
            if isinstance(label, Dictionary) and "/P" in label:
                del label["/P"]
                tally.add(Topic.LABELS)
        todo += list(kids) if isinstance(kids, Array) else []


def _intents(pdf: pikepdf.Pdf, tally: Tally) -> None:
    """What a file is to be printed on is told by its profile; what it is called there is not needed."""
    held = pdf.Root.get("/OutputIntents")
    for intent in held if isinstance(held, Array) else ():
        if not isinstance(intent, Dictionary):
            continue
        said = {str(intent.get(key, _CUSTOM)) for key in ("/OutputConditionIdentifier", "/Info")}
        tally.add(Topic.INTENTS, int(said != {_CUSTOM}))
        intent["/OutputConditionIdentifier"] = intent["/Info"] = String(_CUSTOM)


def _inside(thing: Any, named: set[str], tally: Tally) -> None:
    """What is not a matter of keys: coded pictures, profiles, names of glyphs and character collections."""
    if isinstance(thing, Stream) and thing.get("/Subtype") == Name.Image:
        _picture(thing, tally)
    elif isinstance(thing, Stream):
        _profile(thing, tally)
    elif "/FontFile2" in thing:
        silence(thing["/FontFile2"], named)
    elif thing.get("/Subtype") == Name.Type3:
        number_letters(thing)
    elif "/Ordering" in thing and _is_own(thing):
        thing["/Registry"], thing["/Ordering"] = String("Adobe"), String("Identity")


def _is_own(system: Any) -> bool:
    return str(system["/Ordering"]) not in _COLLECTIONS or str(system.get("/Registry", "")) != "Adobe"


def _picture(image: Stream, tally: Tally) -> None:
    before = bytes(image.read_raw_bytes())
    try:
        cleaned(image)
    except Untrusted:
        image.write(b"")  # no reader shows it, and nobody can tell what it holds
        image["/Width"], image["/Height"], image["/BitsPerComponent"], image["/ColorSpace"] = 1, 1, 8, Name.DeviceGray
    tally.add(Topic.IMAGE_TAGS, int(len(bytes(image.read_raw_bytes())) < len(before)))


def _profile(stream: Stream, tally: Tally) -> None:
    try:
        content = bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return
    plain = wordless(content)
    if plain != content:
        stream.write(plain)
        tally.add(Topic.ICC)
