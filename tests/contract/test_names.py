"""The names of views and fields as types are those of the catalogue."""

from tools import names


def test_the_file_of_names_is_what_the_catalogue_says() -> None:
    assert names.PATH.read_text() == names.text(), "`make names` writes it anew"
