"""Where personal data hides in a file, under the headings by which a person checks for it before disclosure."""

from __future__ import annotations

from enum import StrEnum


class Hidden(StrEnum):
    """What a reader of the file as shown does not see.

    Source: ICO, "Disclosing documents to the public securely: hidden personal information and how to avoid a breach",
    checklists of 31 July 2025; The National Archives, "Redaction toolkit", 2016, section 5.
    """

    METADATA = "metadata and file properties"
    EMBEDDED = "embedded files and objects"
    CHANGES = "tracked changes and earlier versions"
    COMMENTS = "comments and notes"
    TEXT = "hidden, tiny or same-colour text"
    CELLS = "hidden rows, columns and sheets"
    FILTERS = "active filters"
    CACHES = "pivot caches and chart data"
    FORMULAS = "formulas, defined names and links"
    HEADERS = "e-mail headers"
    LAYERS = "layers and covered content"
    CODE = "macros and scripts"
    THUMBNAILS = "thumbnails and previews"
