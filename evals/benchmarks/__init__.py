"""Adapters to public data sets. The data are read from a folder that the user names; nothing of them is kept here."""
