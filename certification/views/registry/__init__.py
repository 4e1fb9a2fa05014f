"""The public registry and its certificates, the page of a case and its history."""
