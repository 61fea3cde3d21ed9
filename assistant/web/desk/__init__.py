"""The staff desk: the library, checks, audits and evaluations, for people who are signed in. Plain pages and forms."""
