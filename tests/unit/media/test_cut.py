"""The cut: exactly the named characters change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.core.errors import Defect
from redact.core.flow import Edit
from redact.core.place import Chars
from redact.media._cut import splice

SHORT = st.text(max_size=5)


@given(st.lists(st.tuples(SHORT, SHORT, SHORT), max_size=6), SHORT)
def test_what_is_kept_stays_and_what_is_cut_is_replaced(stretches, tail):
    text, wanted, edits = "", "", []
    for kept, cut, fresh in stretches:
        edits.append(Edit(Chars(len(text) + len(kept), len(text) + len(kept) + len(cut)), fresh))
        text += kept + cut
        wanted += kept + fresh

    assert splice(text + tail, edits) == wanted + tail


@pytest.mark.parametrize("places", [[(0, 3), (2, 4)], [(4, 5), (0, 1)], [(0, 9)], [(3, 2)], [(-1, 2)]])
def test_edits_that_overlap_or_lie_outside_are_our_own_defect(places):
    with pytest.raises(Defect):
        splice("01234", [Edit(Chars(*place)) for place in places])
