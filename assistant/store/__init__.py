"""How the library lies on disk and in SQL: rows, one writer, derived indexes. `assistant.library` is its face."""
