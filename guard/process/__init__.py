"""What every event must keep to: asked before it is sealed, and again when it is verified."""
