"""Tests of Baogao: behaviour on real input, one file for each module or behaviour."""
