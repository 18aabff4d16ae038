"""Finders: each reads one kind of value out of a Section and yields Claims."""
