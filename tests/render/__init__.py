"""Tests of digest/render."""
