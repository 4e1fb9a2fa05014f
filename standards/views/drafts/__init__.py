"""The pages on which standards managers prepare and publish versions."""
