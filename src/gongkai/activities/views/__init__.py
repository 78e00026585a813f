"""How activities are recorded in the desk: lists, the form, the spreadsheet."""
