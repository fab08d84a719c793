"""Tests, in the same rooms as digest/."""
