"""Tests of digest/deliver."""
