"""What these tests can do without on a machine that has no fonts for Chinese."""

from collections.abc import Generator

import pytest

from extract.pdfium import UnplacedTextError


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call() -> Generator[None, object, object]:
    """PDFium leaves out turned text whose font is neither embedded nor installed; it says so."""
    try:
        return (yield)
    except UnplacedTextError:
        pytest.skip("turned text, its font not embedded: install a font for Chinese")
