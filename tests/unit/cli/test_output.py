"""The examples in the docstrings of the output hold."""

import doctest

from threadline.cli import output


def test_the_examples_hold() -> None:
    found = doctest.testmod(output)
    assert (found.failed, found.attempted > 0) == (0, True)
