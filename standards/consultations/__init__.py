"""What the pages, the table and the letters of a consultation need, as plain values."""
