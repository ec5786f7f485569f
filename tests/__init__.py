"""The tests, as a package, so that suites share `tests.support` by name."""
