"""Pages of the installation itself: language, session, health, statements, refusals."""
