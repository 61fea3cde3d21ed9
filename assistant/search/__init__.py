"""Passages found for a question: by words, by meaning, and both fused so that the words lead."""
