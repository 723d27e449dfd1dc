"""One run: the stages in their order."""
