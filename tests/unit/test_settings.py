"""Settings come from a file, the environment and flags, and are what they say they are."""

import pytest

from redact.core.errors import UsageError
from redact.settings import Settings, load


@pytest.mark.parametrize(("said", "meant"), [("true", True), ("1", True), ("false", False), ("No", False)])
def test_yes_and_no_can_be_said_in_the_environment(said, meant):
    assert load(environ={"REDACT_SHEETS_AS_CSV": said}).sheets_as_csv is meant


def test_yes_and_no_can_be_said_in_a_file(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text("convert_old_office = true\n")

    assert load(path, environ={}).convert_old_office is True


@pytest.mark.parametrize("said", ["perhaps", "", "2"])
def test_neither_yes_nor_no_is_an_error(said):
    with pytest.raises(UsageError, match="needs a bool"):
        load(environ={"REDACT_SHEETS_AS_CSV": said})


def test_numbers_and_lists_are_read_from_the_environment():
    made = load(environ={"REDACT_MAX_PAGES": "12", "REDACT_DETECTORS": "uk,lists"})

    assert (made.max_pages, made.detectors) == (12, ("uk", "lists"))


def test_an_unknown_setting_is_named():
    with pytest.raises(UsageError, match="unknown setting 'colour'"):
        load(environ={}, colour="red")


def test_nothing_given_is_the_default():
    assert load(environ={}) == Settings()
