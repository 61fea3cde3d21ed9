"""Invented reports in kinds of files that the readers were not written for."""
