"""Imports of special biological products: the guide, opinions of experts, approvals, shipments and their custody."""
