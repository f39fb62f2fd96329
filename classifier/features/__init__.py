"""A document in; a matrix with one row a block and one named column a feature out."""

from classifier.features.reading import Reading
from classifier.features.registry import FAMILIES, FEATURE_NAMES, columns_of, feature_matrix, features

__all__ = ["FAMILIES", "FEATURE_NAMES", "Reading", "columns_of", "feature_matrix", "features"]
