"""What a change of policies changes: rules, decisions that were sealed, applications of lists."""
