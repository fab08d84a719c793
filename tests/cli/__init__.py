"""Tests of digest/cli."""
