"""Pages of the secretariat and of experts that show and keep, and never move a flow."""
