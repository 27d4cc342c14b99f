"""Rules across filings: what several filings of an archive say of the same thing."""
