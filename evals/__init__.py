"""Evaluation: suites of questions with known answers, deterministic metrics, comparisons and a gate."""
