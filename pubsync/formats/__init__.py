"""Bibliographic formats: text to records and back."""
