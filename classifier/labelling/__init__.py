"""Labelling pages in a local web page: pre-labelled by the model, saved in the format of `data/labeled/`."""
