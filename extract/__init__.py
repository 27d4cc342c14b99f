"""From paper to tables: pages, words, rulings, grids, cells, stitching."""

SHENBAO_PACKAGE = "shenbao"
