"""Pages that are pictures: straightened, gridded, recognised."""
