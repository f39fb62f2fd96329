"""WARC files to clean JSON lines with datatrove; gated and unreadable pages go elsewhere, with the reason.

python examples/datatrove_archives.py s3://bucket/crawl/ s3://bucket/clean/ --tasks 1000 --workers 32

Paths may be folders. Needs the extra `datatrove` (and s3fs for s3://). On Slurm, replace LocalPipelineExecutor by SlurmPipelineExecutor;
a task that died is run again when the same command is given again: logs/ knows which are complete.
"""

from __future__ import annotations

import argparse

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.writers import JsonlWriter

from classifier.integrations.datatrove import BoilerExtractor, BoilerFilter, ResponseReader


def main() -> None:
    """Read folders and sizes from the command line."""
    parser = argparse.ArgumentParser(description="WARC files to clean JSON lines with datatrove.")
    parser.add_argument("source", help="folder of .warc.gz or .wet.gz files")
    parser.add_argument("target", help="folder for clean/, unread/, gated/ and logs/")
    parser.add_argument("--tasks", type=int, default=2, help="parts that the files are divided into")
    parser.add_argument("--workers", type=int, default=1, help="tasks at work at a time")
    arguments = parser.parse_args()
    target = arguments.target.rstrip("/")
    pipeline = [
        ResponseReader(arguments.source, glob_pattern="*.w*"),
        BoilerExtractor(exclusion_writer=JsonlWriter(f"{target}/unread")),
        BoilerFilter(keep=("open", "metered"), min_words=5, exclusion_writer=JsonlWriter(f"{target}/gated")),
        JsonlWriter(f"{target}/clean"),
    ]
    LocalPipelineExecutor(pipeline, arguments.tasks, arguments.workers, logging_dir=f"{target}/logs").run()


if __name__ == "__main__":
    main()
