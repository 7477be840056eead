"""Figures of the charts: points in, marks on a sheet out."""
