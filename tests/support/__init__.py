"""What several suites share: fakes, builders, an oracle."""
