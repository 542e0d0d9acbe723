"""Nouns to pages: every page of both languages as plain data, before a byte is written."""
