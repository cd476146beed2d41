"""Empty on purpose: with it ReportLab does not run whatever lies under this name in the home."""
