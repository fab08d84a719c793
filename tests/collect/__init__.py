"""Tests of digest/collect."""
