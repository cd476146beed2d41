"""Checks the evidence of a vote (查证包) without the program that wrote it."""
