"""datatrove: a reader of archives that keeps HTTP facts, an extractor and a filter.

    pipeline = [
        ResponseReader("s3://bucket/crawl/"),
        BoilerExtractor(),                                     # HTML to main text; verdict and labels into metadata["boiler"]
        BoilerFilter(keep=("open", "metered"), exclusion_writer=JsonlWriter("dropped/")),
        JsonlWriter("clean/"),
    ]

`metadata["boiler"]` is {access, p_open, p_metered, p_gated, title, lang, type, labels: {label: blocks}, warnings}. Steps are pickled
without their model; each task loads it once, before datatrove's clock runs.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from classifier.extras import require

require("datatrove", "datatrove")

from datatrove.data import Document, DocumentsPipeline
from datatrove.pipeline.extractors.base import BaseExtractor, ExtractorSandbox
from datatrove.pipeline.filters.base_filter import BaseFilter
from datatrove.pipeline.readers.base import BaseDiskReader
from datatrove.pipeline.writers.disk_base import DiskWriter
from datatrove.utils.logging import logger
from datatrove.utils.typeshelper import StatHints

from classifier.access.verdict import LIKELY
from classifier.errors import InputError
from classifier.integrations.labelling import UNREADABLE, label_page, shared_model, verdict_of, words_of
from classifier.integrations.warc import LARGEST, read_responses
from classifier.page import Access, Page
from classifier.segment.decoding import decode

METADATA_KEY = "boiler"
SECONDS = 20.0
"""Default time for a page. Few pages need one; a slow page on a busy core shouldn't be lost."""
VERDICTS = (*(access.value for access in Access), UNREADABLE)


def page_metadata(page: Page) -> dict[str, Any]:
    """What goes into `metadata["boiler"]`: plain data that every writer of datatrove can store."""
    odds = page.access_probabilities
    return {
        "access": verdict_of(page) or UNREADABLE,
        "p_open": odds.get("open"),
        "p_metered": odds.get("metered"),
        "p_gated": odds.get("gated"),
        "title": page.title,
        "lang": page.lang,
        "type": page.type,
        "labels": page.counts(),
        "warnings": list(page.warnings),
    }


class ResponseReader(BaseDiskReader):
    """Reads WARC and WET files with what datatrove's own reader leaves out: HTTP status and headers, and pages in any encoding.

    A document has the page in `text`; `url`, `date`, `http_status`, `http_headers` and `is_text` in metadata. Arguments are those of
    datatrove's WarcReader; largest: bytes beyond which a record is passed over.
    """

    name = "🔥 boiler responses"
    _requires_dependencies = ("fastwarc",)

    def __init__(self, *arguments: Any, largest: int = LARGEST, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.largest = largest

    def read_file(self, filepath: str) -> Iterator[Document]:
        """The documents of one file."""
        path = self.data_folder.resolve_paths(filepath)
        for number, response in enumerate(read_responses(path, self.largest, **self.data_folder.fs.storage_options)):
            text, _ = decode(response.body, response.headers.get("content-type"))
            data = {
                self.text_key: text,
                self.id_key: response.id,
                "url": response.url,
                "date": response.date,
                "http_status": response.status,
                "http_headers": dict(response.headers),
                "is_text": response.is_text,
            }
            document = self.get_document_from_dict(data, filepath, number)
            if document:
                yield document


class BoilerExtractor(BaseExtractor):
    """HTML to main text, in datatrove's sandbox process; labels and verdict go into `metadata["boiler"]`.

    timeout: seconds for a page; the process of one that takes longer is killed. model: path of a model file; the shipped model
    when None. wall_threshold: probability from which a page counts as walled.
    exclusion_writer: gets what is dropped, with the reason in `metadata["filter_reason"]`: boiler_no_text, boiler_timeout,
    boiler_process_died, boiler_failed. A document in `text` of `metadata["is_text"]` is taken for extracted text.
    """

    name = "🔥 boiler"

    def __init__(
        self,
        timeout: float = SECONDS,
        model: str | Path | None = None,
        wall_threshold: float = LIKELY,
        exclusion_writer: DiskWriter | None = None,
    ) -> None:
        super().__init__(timeout)
        self.model, self.wall_threshold, self.exclusion_writer = model, wall_threshold, exclusion_writer

    def extract(self, text: str) -> str:
        """The main text of an HTML page."""
        return self.label(text, {})[0]

    def label(self, text: str, facts: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """Main text and metadata of a page. facts: is_text, url, headers, status, where known."""
        page = label_page(shared_model(self.model), text, wall_threshold=self.wall_threshold, **facts)
        return page.text, page_metadata(page)

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Each document of the task with its page's main text. The base class's run hands over nothing but a string."""
        shared_model(self.model)  # the sandbox is forked and has it; its warm-up would count against the timeout
        with (
            self.exclusion_writer or contextlib.nullcontext() as writer,
            ExtractorSandbox(timeout=self.timeout, warmup_text=("", {})) as sandbox,
        ):
            for document in data:
                self.stat_update(StatHints.total)
                with self.track_time():
                    reason = self._extract_into(document, sandbox)
                if reason is None:
                    self.stat_update(StatHints.forwarded)
                    self.update_doc_stats(document)
                    yield document
                    continue
                self.stat_update(StatHints.dropped, f"dropped_{reason}")
                if writer:
                    document.metadata["filter_reason"] = reason
                    writer.write(document, rank)

    def _extract_into(self, document: Document, sandbox: ExtractorSandbox) -> str | None:
        """Fill a document; the reason why it can't be, and then its text stays."""
        try:
            text, found = sandbox.process_document((document.text, _facts(document)), self.label)
        except TimeoutError:
            return "boiler_timeout"
        except EOFError:
            return "boiler_process_died"
        except Exception as error:
            logger.warning(f"{document.id}: {error!r}")
            return "boiler_failed"
        document.metadata[METADATA_KEY] = found
        if not text:
            return "boiler_no_text"
        document.text = text
        return None


class BoilerFilter(BaseFilter):
    """Keeps documents by verdict and length of the main text.

    Behind a BoilerExtractor it reads the verdict from metadata; elsewhere it labels `text` itself: HTML, or extracted text with
    is_text (or `metadata["is_text"]`), puts the verdict into metadata and, unless `rewrite` is False, the main text into `text`.

    keep: verdicts to keep, of open, metered, gated and unreadable. min_words: of the main text.
    Reasons: boiler_gated, boiler_metered, boiler_open, boiler_unreadable, boiler_short. A dropped document keeps the text it came with.
    """

    name = "🔥 boiler"

    def __init__(
        self,
        keep: tuple[str, ...] = ("open", "metered"),
        min_words: int = 0,
        is_text: bool = False,
        rewrite: bool = True,
        model: str | Path | None = None,
        wall_threshold: float = LIKELY,
        exclusion_writer: DiskWriter | None = None,
    ) -> None:
        super().__init__(exclusion_writer)
        unknown = sorted(set(keep) - set(VERDICTS))
        if unknown:
            raise InputError(f"keep: unknown verdict {', '.join(unknown)}; verdicts are {', '.join(VERDICTS)}")
        self.keep, self.min_words, self.is_text, self.rewrite = frozenset(keep), min_words, is_text, rewrite
        self.model, self.wall_threshold = model, wall_threshold

    def filter(self, doc: Document) -> bool | tuple[bool, str]:
        """Whether to keep a document, with the reason if not."""
        found = doc.metadata.get(METADATA_KEY)
        if found is not None:
            text, words = doc.text, len(doc.text.split())
        else:
            facts = _facts(doc)
            facts["is_text"] = facts["is_text"] or self.is_text
            page = label_page(shared_model(self.model), doc.text, wall_threshold=self.wall_threshold, **facts)
            doc.metadata[METADATA_KEY] = found = page_metadata(page)
            text, words = page.text if self.rewrite else doc.text, words_of(page)
        if found["access"] not in self.keep:
            return False, f"boiler_{found['access']}"
        if words < self.min_words:
            return False, "boiler_short"
        doc.text = text
        return True


def _facts(document: Document) -> dict[str, Any]:
    """What a document's metadata says about its response."""
    metadata = document.metadata
    return {
        "is_text": bool(metadata.get("is_text")),
        "url": metadata.get("url"),
        "headers": metadata.get("http_headers"),
        "status": metadata.get("http_status"),
    }
