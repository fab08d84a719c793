"""Tests of digest/issue."""
