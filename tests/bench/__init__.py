"""Measurements of the whole product: how much writing and reading cost. Run on demand, never as tests."""
