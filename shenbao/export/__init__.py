"""Writers of other formats than the contract's JSON."""
