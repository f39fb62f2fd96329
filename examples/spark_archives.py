"""WARC files to Parquet with Spark, on one machine or a cluster.

python examples/spark_archives.py 's3://bucket/crawl/*.warc.gz' s3a://bucket/clean/

(on a cluster: spark-submit, with PYSPARK_PYTHON the Python that has boiler and the extra `spark`). Workers read the source by fsspec
(s3fs for s3://); Spark itself writes the target. Pages that can't be read keep their row, with a warning in `warnings`.
"""

from __future__ import annotations

import argparse
import os
import sys

from pyspark.sql import SparkSession

from classifier.integrations.columns import Columns
from classifier.integrations.spark import ARCHIVE_SCHEMA, label_pages, read_archives
from classifier.integrations.warc import find_archives

PAGES_A_BATCH = "128"
"""Spark's default of 10,000 pages of 170 KB would be nearly the 2 GB that a batch can hold."""


def main() -> None:
    """Read paths from the command line."""
    parser = argparse.ArgumentParser(description="WARC files to Parquet with Spark.")
    parser.add_argument("source", help="path or glob of .warc.gz files, as fsspec takes them")
    parser.add_argument("target", help="folder of the Parquet files, as Spark takes them")
    parser.add_argument("--master", help="such as local[2]; that of spark-submit when left out")
    arguments = parser.parse_args()
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("boiler").config(
        "spark.sql.execution.arrow.maxRecordsPerBatch", PAGES_A_BATCH
    )
    spark = (builder.master(arguments.master) if arguments.master else builder).getOrCreate()
    paths = find_archives(arguments.source)
    # A partition a file: what is done again after a worker is lost is one file.
    files = spark.sparkContext.parallelize([(path,) for path in paths], len(paths)).toDF("path string")
    pages = files.mapInArrow(read_archives, ARCHIVE_SCHEMA)
    labelled = label_pages(pages, Columns(url="url", headers="headers", status="status"))
    labelled.write.mode("overwrite").parquet(arguments.target)
    print(f"labelled the pages of {len(paths)} files")
    spark.stop()


if __name__ == "__main__":
    main()
