"""boiler: labels the blocks of a web page content, navigation, icon noise or paywall, and says whether the page is gated.

import classifier
model = classifier.load()
page = model.predict(html)
page.text, page.access, page.blocks
"""

from classifier.errors import BoilerError, DataFileError, InputError, MissingExtraError, ModelFileError, OverlapError
from classifier.loading import load
from classifier.model.model import Model
from classifier.page import Access, Block, Evidence, Label, Page, Role
from classifier.segment.limits import Limits
from classifier.version import __version__ as __version__

__all__ = [
    "Access",
    "Block",
    "BoilerError",
    "DataFileError",
    "Evidence",
    "InputError",
    "Label",
    "Limits",
    "MissingExtraError",
    "Model",
    "ModelFileError",
    "OverlapError",
    "Page",
    "Role",
    "load",
]
