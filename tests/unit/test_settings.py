"""Settings: what fits each, and how what does not fit is told."""

from dataclasses import fields

import pytest

from threadline.settings import Settings, SettingsError, fitting, read_settings, unknown_variables


def refused(**variables: str) -> dict[str, str]:
    """Return what is said about variables, by the place."""
    with pytest.raises(SettingsError) as caught:
        read_settings({f"THREADLINE_{name}": value for name, value in variables.items()})
    return {fault.pointer: fault.message for fault in caught.value.violations}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PLAIN_ROWS", "-1"),
        ("PLAIN_ROWS", "0"),
        ("GROUPED_ROWS", "0"),
        ("GROUPS", "0"),
        ("BODY_BYTES", "0"),
        ("BULK_BYTES", "999"),
        ("QUERY_SECONDS", "-1"),
        ("QUERY_SECONDS", "0"),
        ("QUERY_SECONDS", "nan"),
        ("QUERY_SECONDS", "inf"),
        ("MEMORY_MEGABYTES", "-5"),
        ("MEMORY_MEGABYTES", "63"),
        ("THREADS", "-3"),
        ("THREADS", "1.5"),
        ("THREADS", "many"),
        ("REPEAT_SECONDS", "-0.1"),
        ("FOLD_TYPING_SECONDS", "86401"),
        ("PORT", "65536"),
        ("ROLES", "loose"),
        ("HOST", " "),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_its_variable_and_what_fits(name: str, value: str) -> None:
    fits = fitting()[name.lower()]
    assert refused(**{name: value}) == {
        f"/THREADLINE_{name}": f"`{value}` in the environment does not fit: give {fits}."
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65535"),
        ("MEMORY_MEGABYTES", "0"),
        ("MEMORY_MEGABYTES", "64"),
        ("PLAIN_ROWS", "1"),
    ],
)
def test_the_ends_of_a_range_fit(name: str, value: str) -> None:
    assert getattr(read_settings({f"THREADLINE_{name}": value}), name.lower()) == int(value)


def test_all_values_that_do_not_fit_are_told_at_once() -> None:
    assert set(refused(PORT="many", ROLES="loose")) == {"/THREADLINE_PORT", "/THREADLINE_ROLES"}


def test_an_option_that_does_not_fit_is_told_as_the_option() -> None:
    with pytest.raises(SettingsError, match=r"^--log-level: `loud` does not fit: give `debug`,"):
        read_settings({"THREADLINE_LOG_LEVEL": "info"}, log_level="loud")


def test_a_range_is_told_in_words() -> None:
    assert fitting()["threads"] == "a whole number from 0 to 1,024"
    assert fitting()["memory_megabytes"] == "0, or a whole number from 64 to 100,000,000"
    assert fitting()["query_seconds"] == "a number from 0.1 to 86,400"


def test_every_setting_says_what_fits_and_its_default_does() -> None:
    assert list(fitting()) == [each.name for each in fields(Settings)]
    defaults = {
        f"THREADLINE_{each.name.upper()}": str(getattr(Settings(), each.name)) for each in fields(Settings)
    }
    assert read_settings(defaults) == Settings()


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert read_settings({"THREADLINE_HOST": "", "THREADLINE_PORT": "", "THREADLINE_DATA": ""}) == Settings()


def test_an_option_wins_over_the_environment() -> None:
    assert read_settings({"THREADLINE_PORT": "1"}, port=2).port == 2


def test_variables_that_nobody_reads_are_told_with_the_nearest_name() -> None:
    variables = {"THREADLINE_PROT": "9", "THREADLINE_URL": "x", "THREADLINE_API_KEY": "x", "PROT": "1"}
    assert unknown_variables(variables) == {
        "THREADLINE_PROT": "THREADLINE_PROT is no setting and does nothing. Did you mean `THREADLINE_PORT`?"
    }
