"""From the vault to the page that a client takes to a session."""

from journal.model.fields import Term
from journal.summary.page import Summary


class Format(Term):
    """What a summary can be written as. The value is the ending of the file's name too."""

    MARKDOWN = "md", "Markdown"
    HTML = "html", "a web page"
    TEXT = "txt", "plain text"
    PDF = "pdf", "PDF"


def render(summary: Summary, file_format: Format) -> bytes:
    """The summary as a whole file: text in UTF-8, or a PDF that is not encrypted yet."""
    # Each format is imported when it is asked for: a template engine takes longer to load than text takes to write.
    match file_format:
        case Format.MARKDOWN:
            from journal.summary.markdown import markdown

            return markdown(summary).encode()
        case Format.HTML:
            from journal.summary.html import html

            return html(summary).encode()
        case Format.TEXT:
            from journal.summary.text import text

            return text(summary).encode()
        case Format.PDF:
            from journal.summary.pdf import pdf

            return pdf(summary)
