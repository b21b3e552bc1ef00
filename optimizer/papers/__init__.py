"""Papers for a meeting: a page, sheets, a workbook, a letter, a picture, all of one plan."""
