"""Filings with known truth: writer, planted inconsistencies, scorer, samples."""

SHENBAO_PACKAGE = "shenbao"
