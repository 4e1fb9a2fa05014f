"""The demo: invented organisations, people and cases, told through the product's own operations."""
