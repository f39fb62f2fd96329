"""Errors that the package raises on purpose. Each message is one line that says what is wrong and what to do."""


class BoilerError(Exception):
    """Base of every error of this package; catching it catches them all and nothing else."""


class ModelFileError(BoilerError):
    """A model file is damaged, truncated, foreign, too new, or asks for trust that was not given."""


class DataFileError(BoilerError):
    """A file of labelled data or of bulk input is wrong; the message names the file, the line and what to do."""


class InputError(BoilerError):
    """What was passed in can't be read as a page: a wrong type, or a path that is missing or unreadable."""


class OverlapError(BoilerError):
    """A model was about to be scored on folds that it was trained on."""


class MissingExtraError(BoilerError, ImportError):
    """A module needs packages that are not installed; the message names the extra that has them."""
