"""Commands that start the installation."""
