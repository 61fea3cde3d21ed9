"""Invented annual reports, built from facts.yaml: see README.md."""
