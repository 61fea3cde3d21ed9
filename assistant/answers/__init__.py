"""Answers, by what they are made of: the values of a form, several of them set together, the reports' sentences."""
