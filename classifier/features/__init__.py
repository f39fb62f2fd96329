"""A document in; a matrix with one row a block and one named column a feature out, with the words and groups of the blocks."""

from classifier.features.page_features import PageFeatures, page_features
from classifier.features.reading import Reading
from classifier.features.registry import FAMILIES, FEATURE_NAMES, columns_of, feature_matrix, features

__all__ = [
    "FAMILIES",
    "FEATURE_NAMES",
    "PageFeatures",
    "Reading",
    "columns_of",
    "feature_matrix",
    "features",
    "page_features",
]
