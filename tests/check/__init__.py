"""Tests of digest/check."""
