"""Running a model over many pages, in one process or several, in order, with bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from classifier.access.verdict import LIKELY
from classifier.bulk.one_page import Labelling
from classifier.page import Page
from classifier.segment.limits import DEFAULT_LIMITS, Limits
from classifier.segment.tree import PageInput

if TYPE_CHECKING:
    from classifier.model.model import Model


def predict_in_order(
    model: Model,
    pages: Iterable[PageInput],
    n_jobs: int = 1,
    wall_threshold: float = LIKELY,
    *,
    time_limit: float | None = None,
    limits: Limits = DEFAULT_LIMITS,
    finish: Callable[[PageInput, Page], Any] | None = None,
    group_by_site: bool | Callable[[PageInput], str] = False,
) -> Iterator[Any]:
    """Label pages lazily, in order.

    pages: what `Model.predict` takes, or `Source`. n_jobs: processes; -1 for one a core.
    time_limit: seconds for one page; it needs a process that can be ended, so with n_jobs=1 the pages go to one more process.
    limits: how much of a page is read, as for `Model.predict`; a page over one comes with a warning and its start.
    finish: what to make of a page and its result, in the process that labelled it; the result itself when left out. A line of
    JSON is sent faster than a labelled page, and costs a good part of the labelling. It must be a function of a module. Labelled
    pages come from other processes without their markup (`Page.detached`): for Markdown make it there.
    group_by_site: label pages once more by what repeats on their sites (see `with_site_memory`); `finish` is then called here.

    A page that can't be held (a wrong type), fails, takes too long or ends its process comes out without blocks and with a
    warning that begins with `failed: ` and says why; the run goes on. Pages that can't be pickled, such as parsed trees, are
    labelled in this process. What the iterable raises is raised after the pages before it. Raises ValueError for n_jobs=0 or
    a time limit that is not positive, BoilerError when processes can't be started.
    """
    if time_limit is not None and not time_limit > 0:
        raise ValueError(f"time_limit must be more than 0 seconds, not {time_limit}")
    if n_jobs == 0:
        raise ValueError("n_jobs must be the number of processes, or -1 for one a core")
    if group_by_site:
        # Here, since runs without a memory have no use for it.
        from classifier.bulk.by_site import with_site_memory

        def label(items: Iterable[PageInput]) -> Iterator[Page]:
            return predict_in_order(model, items, n_jobs, wall_threshold, time_limit=time_limit, limits=limits)

        site_of_page = group_by_site if callable(group_by_site) else None
        return with_site_memory(label, pages, site_of_page, finish=finish)
    task = Labelling(model, wall_threshold, finish, limits)
    if n_jobs == 1 and time_limit is None:
        return (task(page) for page in pages)
    # Here, since one process has no use for what they load.
    from joblib import effective_n_jobs

    processes = effective_n_jobs(n_jobs)
    if processes == 1 and time_limit is None:
        return (task(page) for page in pages)
    from classifier.bulk.workers import run_in_processes

    task = Labelling(model, wall_threshold, finish or _without_markup, limits)
    return run_in_processes(task, pages, processes, time_limit)


def _without_markup(page: PageInput, labelled: Page) -> Page:
    return labelled.detached()
