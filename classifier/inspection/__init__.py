"""A page as the model read it, with what each label rests on, as one HTML file that runs nothing of the page."""

from classifier.inspection.inspection import (
    Inspection,
    SecondOpinion,
    inspect_page,
    opinion_of_labels,
    opinion_of_model,
)
from classifier.inspection.view import inspection_html

__all__ = [
    "Inspection",
    "SecondOpinion",
    "inspect_page",
    "inspection_html",
    "opinion_of_labels",
    "opinion_of_model",
]
