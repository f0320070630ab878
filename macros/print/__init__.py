"""The printed edition: setting, imposing and tagging PDFs."""
