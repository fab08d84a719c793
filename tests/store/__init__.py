"""Tests of digest/store."""
