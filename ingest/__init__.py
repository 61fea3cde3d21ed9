"""Ingestion: files become reports, reports become the library. It knows nothing of questions."""
