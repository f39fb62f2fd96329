"""WARC files to Parquet with Ray Data, on one machine or a cluster.

python examples/ray_archives.py 's3://bucket/crawl/*.warc.gz' s3://bucket/clean/ --actors 64

Needs the extra `ray` on every node (and s3fs for s3://). Pages that can't be read keep their row, with a warning in `warnings`.
"""

from __future__ import annotations

import argparse

import ray

from classifier.integrations.columns import Columns
from classifier.integrations.ray import label_pages, read_archives
from classifier.integrations.warc import find_archives

FILES_A_TASK = 1
"""So that what is done again after a node is lost is one file."""


def main() -> None:
    """Read paths and sizes from the command line."""
    parser = argparse.ArgumentParser(description="WARC files to Parquet with Ray Data.")
    parser.add_argument("source", help="path or glob of .warc.gz files")
    parser.add_argument("target", help="folder of the Parquet files")
    parser.add_argument("--actors", type=int, default=1, help="most processes that label pages, one core each")
    arguments = parser.parse_args()
    paths = find_archives(arguments.source)
    files = ray.data.from_items([{"path": path} for path in paths], override_num_blocks=len(paths) // FILES_A_TASK)
    pages = files.flat_map(read_archives)
    labelled = label_pages(pages, Columns(url="url", headers="headers", status="status"), actors=(1, arguments.actors))
    labelled.write_parquet(arguments.target)
    print(f"labelled the pages of {len(paths)} files")


if __name__ == "__main__":
    main()
