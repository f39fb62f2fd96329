"""A matrix of features in; probabilities out. Training, the saved form, and the model that users load."""
