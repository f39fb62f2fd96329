"""Predictions and labelled pages in; figures out."""
