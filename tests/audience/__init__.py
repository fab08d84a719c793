"""Tests of digest/audience."""
