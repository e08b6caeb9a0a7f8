"""Engines that apply rules to tables of facts: one file is one engine."""
