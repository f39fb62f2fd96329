"""Label the pages of a Parquet file with pandas, with polars, or as an Arrow table, and count verdicts.

python examples/dataframes.py pages.parquet --column html

Needs pandas, polars and the extra `arrow`. The three give the same.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow.parquet as parquet

import classifier
from classifier.integrations.columns import Columns, label_table


def main() -> None:
    """Read path and column from the command line."""
    parser = argparse.ArgumentParser(description="Label the pages of a Parquet file.")
    parser.add_argument("path", type=Path)
    parser.add_argument("--column", default="html", help="column of the pages, bytes or strings")
    arguments = parser.parse_args()
    path, column = arguments.path, arguments.column
    model = classifier.load()

    pandas_frame = pd.read_parquet(path)
    pandas_frame["access"] = [page.access.value for page in model.predict_many(pandas_frame[column])]

    polars_frame = pl.read_parquet(path)
    polars_frame = polars_frame.with_columns(
        access=pl.Series([page.access.value for page in model.predict_many(polars_frame[column])])
    )

    table = label_table(model, parquet.read_table(path), Columns(page=column))  # all results, as columns

    print("pandas", dict(Counter(pandas_frame["access"])))
    print("polars", dict(Counter(polars_frame["access"])))
    print("arrow ", dict(Counter(table["access"].to_pylist())))


if __name__ == "__main__":
    main()
