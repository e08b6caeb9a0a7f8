"""What a body pays for, or is seen to use: the lines of its lists, whatever their form."""
