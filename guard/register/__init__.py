"""The applications that IT knows."""
