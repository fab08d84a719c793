"""Liquid, shortcodes and MDX in a post's text: found, and settled where their sense is known."""
