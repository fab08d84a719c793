"""Tests of digest/config."""
