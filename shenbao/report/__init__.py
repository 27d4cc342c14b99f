"""What an auditor is shown of kept results: a page, a working paper, a summary.

`results` finds the documents, `gather` has workers look at each of them (`shown`:
what is said of it; `persons`: what is hidden; `bands` and `crops`: its places on
paper), `counts` adds up, and `page`, `workbook` and `markdown` write.
"""
