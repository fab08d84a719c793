"""Tests of digest/message."""
