"""Records that anyone can verify with public tools: statements, envelopes, signatures, the log."""
