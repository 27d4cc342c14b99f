"""From a declaration to findings: pure functions, each in one of four outcomes."""

SHENBAO_PACKAGE = "shenbao"
