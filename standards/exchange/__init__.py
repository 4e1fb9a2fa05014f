"""Other formats in which a standard travels: an OSCAL catalog and a workbook for reviewers."""
