"""JSON: strict, every spelling kept where nothing changes, keys and long numbers read."""

import json

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from redact.core.errors import CorruptInput, LimitExceeded
from redact.core.flow import Edit
from redact.core.place import Chars
from redact.core.segment import TextKind
from redact.media._json_tokens import tokens
from redact.media.json import open_json
from redact.settings import Settings

QUICK = examples(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


def document(press, text, settings=None, codec="utf-8"):
    return open_json(press.source(text.encode(codec), ".json", "json"), settings)


@given(TREES, st.booleans(), st.sampled_from([None, 1, "\t"]))
@QUICK
def test_without_edits_every_byte_comes_back(standing_press, tree, ascii_only, indent):
    content = json.dumps(tree, ensure_ascii=ascii_only, indent=indent).encode("utf-8", "surrogatepass")

    assert standing_press.written(open_json(standing_press.source(content, ".json", "json"))) == content


@given(TREES, st.booleans(), st.data())
@QUICK
def test_reopened_texts_are_the_changed_ones(standing_press, tree, ascii_only, data):
    text = json.dumps(tree, ensure_ascii=ascii_only)
    found = list(document(standing_press, text).segments())
    wanted, edits = [], {}
    for segment in found:
        start = data.draw(st.integers(0, len(segment.text)))
        end = data.draw(st.integers(start, len(segment.text)))
        fresh = data.draw(st.text(alphabet='a"\\\n\té€\U0001f600', min_size=1, max_size=4))
        edits[segment.ordinal] = [Edit(Chars(start, end), fresh)]
        wanted.append(segment.text[:start] + fresh + segment.text[end:])

    output = standing_press.written(document(standing_press, text), lambda segment: edits[segment.ordinal])

    assert standing_press.texts(document(standing_press, output.decode())) == wanted
    json.loads(output)


@given(TREES, st.integers(1, 9))
@QUICK
def test_tokens_do_not_depend_on_how_the_text_was_read(tree, step):
    text = json.dumps(tree, indent=1)

    found = [token.raw for token in tokens((text[at : at + step] for at in range(0, len(text), step)), 1000)]

    assert "".join(found) == text


def test_strings_keys_and_long_numbers_are_read_with_the_keys_above_them(press):
    inner = '{"nhsNumber": 9990000018, "Jane Smith": "x", "n": 42}'
    text = f'{{"complainant": {inner}, "label": "phone", "value": "01632 960001"}}'

    found = [(s.text, s.kind, s.context) for s in document(press, text).segments()]

    assert ("9990000018", TextKind.FIELD, "complainant nhs Number") in found
    assert ("Jane Smith", TextKind.KEY, "complainant") in found
    assert ("01632 960001", TextKind.FIELD, "value | phone") in found
    assert "42" not in [text for text, _, _ in found]


def test_only_the_changed_characters_change_their_spelling(press):
    text = '{ "a":\t"caf\\u00e9 \\/ Jane", "b": 1.50e3, "a": [9990000018 , 1E5]}\n'

    output = press.replaced(document(press, text), "Jane", 'é "P"').decode()

    assert output == '{ "a":\t"caf\\u00e9 \\/ é \\"P\\"", "b": 1.50e3, "a": [9990000018 , 1E5]}\n'


def test_a_cut_number_becomes_a_string(press):
    assert press.replaced(document(press, '{"nhs": 9990000018}'), "9990000018", "[NHS]") == b'{"nhs": "[NHS]"}'


def test_escaped_names_are_read_as_names(press):
    assert "Siân 😀" in press.texts(document(press, '["Si\\u00e2n \\ud83d\\ude00"]'))


def test_half_a_surrogate_pair_is_read_as_a_sign_and_kept_as_it_is_spelt(press):
    doc = document(press, '["Jane \\ud83d x"]')

    assert press.texts(doc) == ["Jane \ufffd x"]
    assert press.replaced(doc, "Jane", "[P]") == b'["[P] \\ud83d x"]'


def test_a_label_that_the_encoding_lacks_is_escaped(press):
    assert press.replaced(document(press, '["Siân Jane"]', codec="cp1252"), "Jane", "Łucja") == (
        '["Siân \\u0141ucja"]'.encode("cp1252")
    )


@pytest.mark.parametrize(
    "text",
    [
        "", " \n", '{"a": "b', '{"a": 1', '{"a"}', '{"a": 1,}', "[1 2]", "[1,]", "{} x", "{}{}", "[01]", "[1.]",
        "[+1]", "[NaN]", "[.5]", "['a']", '["\\x"]', '["\\u12"]', '["a\nb"]', "nul",
        "[tru]", "{1: 2}", '[1}', "[١]", "// c\n{}",
    ],
)  # fmt: skip
def test_what_is_not_json_is_refused(press, text):
    with pytest.raises(CorruptInput):
        list(document(press, text).segments())


def test_a_syntax_error_is_found_at_once_and_not_after_the_rest(press):
    def parts():
        yield '{"a": "bad\\q' + "x" * 200_000
        pytest.fail("read on after the error")

    with pytest.raises(CorruptInput):
        list(tokens(parts(), 10**9))


def test_depth_and_length_are_limited(press):
    with pytest.raises(LimitExceeded, match="nested"):
        list(document(press, "[" * 100_000).segments())
    with pytest.raises(LimitExceeded, match="longer"):
        list(document(press, json.dumps(["x" * 300_000]), Settings(max_value_chars=1000)).segments())
    assert press.texts(document(press, "[" * 200 + '"Jane"' + "]" * 200)) == ["Jane"]


def test_a_long_value_is_read_in_pieces(press):
    text = json.dumps(["word\n" * 40 + "Jane"])
    doc = document(press, text, Settings(piece_chars=64))

    assert len(press.texts(doc)) > 1
    assert press.replaced(doc, "Jane", "[P]").decode() == text.replace("Jane", "[P]")
