"""Checked drafts and audited reports as files: for reading, for editing, for a publishing pipeline."""
