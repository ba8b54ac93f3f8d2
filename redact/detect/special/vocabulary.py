"""All the word lists of the protected classes as one index: `CLASS.strength`, or `not` for what only looks like them."""

from __future__ import annotations

from redact.detect import lexicon
from redact.detect.lexicon import Phrases

_LISTS = {"health": "HEALTH", "origin": "ETHNICITY", "offence": "CRIMINAL_OFFENCE", "belief": "", "intimate": ""}

#: Ends of medicines' international names. Source: WHO, The use of stems in the selection of INN (2018).
_STEMS = tuple(
    """
        dopril lapril sinopril ndopril mipril tipril olol sartan vastatin azepam azolam etine raline pramine
        triptyline cillin mycin oxacin prazole gliptin gliflozin glutide formin tidine clovir enovir cavir navir
        gravir buvir umab imab tinib ciclib triptan dipine denafil dalafil zepine tiapine zapine peridone peridol
        prazine romazine profen oxicam coxib adol codone morphone caine thiazide semide terol metasone nisone
        nisolone dronate xaban parin nidazole conazole cycline platin rubicin taxel gabalin bapentin setron lukast
        tropium barbital toin giline ezolid floxacin trexed trexate statine
    """.split()
)
_STEM_LENGTHS = sorted({len(stem) for stem in _STEMS})
_BY_LENGTH = [(length, frozenset(stem for stem in _STEMS if len(stem) == length)) for length in _STEM_LENGTHS]
_NO_MEDICINE = frozenset(
    """
    cholesterol formin statine adol caine parin olol routine cocaine procaine toin retoin cantine hydrofoil april
    gabriel tristan paraffin setine codone
""".split()
)


def _entries() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, entity in _LISTS.items():
        for phrase, section in lexicon.entries(name).items():
            tag = (
                "not" if section == "not" or section.endswith(".not") else f"{entity}.{section}" if entity else section
            )
            if tag == "not" or phrase not in found:
                found[phrase] = tag
    return found


INDEX: Phrases = lexicon.phrases(_entries())


def medicine(word: str) -> bool:
    """Whether a word is built as a medicine's name is."""
    return (
        len(word) > 6
        and word.isalpha()
        and word not in _NO_MEDICINE
        and any(word[-n:] in stems for n, stems in _BY_LENGTH)
    )


#: The commonest ends, four letters each, to choose from many words the few worth a closer look.
TAILS = frozenset(stem[-4:] for stem in _STEMS)
