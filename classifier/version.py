"""The version of the package; models carry the one that they were trained with."""

__version__ = "0.1.0"
