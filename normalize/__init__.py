"""From tables to a typed declaration: text repair, values, form definitions."""

SHENBAO_PACKAGE = "shenbao"
