"""The refusals of a replay: read from their files, and what came of them in a line each."""

from collections.abc import Sequence

from schemas.feed.codec import FeedReader
from streams.cli.output import Unusable, print_status
from streams.cli.reading import Faults
from streams.cli.wording import number_of
from streams.tools.recorded.files import ReadError
from streams.tools.recorded.refusals import refusals_in
from streams.tools.replay.refused import RefusedLive


def read_refusals(files: Sequence[str], reader: FeedReader, faults: Faults) -> RefusedLive:
    """All refusals of these files; a line that is none is printed and counted among the faults."""
    refused = RefusedLive(reader)
    for file in files:
        try:
            for each in refusals_in(file):
                if isinstance(each, ReadError):
                    faults.add([each])
                else:
                    refused.add(each)
        except OSError as error:
            raise Unusable(f"{file}: cannot be read ({error.strerror}); give a file that you may read") from error
    return refused


def print_refused(refused: RefusedLive) -> None:
    """Print what was left out, and the refusals that took out nothing; nothing where there were none."""
    if refused.left_out:
        codes = ", ".join(f"{code.value} {count:,}" for code, count in sorted(refused.left_out.items()))
        print_status(f"left out: {number_of(refused.left_out.total(), 'event')} that were refused live ({codes})")
    if refused.unmatched:
        print_status(f"not in these files: the events of {number_of(refused.unmatched, 'refusal')}")
    if refused.unlisted:
        more = number_of(refused.unlisted, "event was", "events were")
        print_status(f"judged all the same: {more} refused without a refusal of their own; the receipts name them")
    if refused.unknown:
        print_status(
            f"judged all the same: {number_of(refused.unknown, 'event')} whose refusal has neither bytes nor what was kept,"
            " as earlier releases wrote them"
        )
