import io
import resource
import struct
import sys
import zlib
from contextlib import closing
from typing import Any

import numpy as np
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from extract.scan import decoding
from extract.scan.pictures import PdfPictures, Picture, PictureError, PictureFile

A4_200 = (1654, 2339)


def page(size: tuple[int, int] = (80, 120), mode: str = "L", paper: Any = "white") -> Image.Image:
    """A page whose upper left quarter is black."""
    image = Image.new("RGB", size, paper)
    image.paste("black", (0, 0, size[0] // 2, size[1] // 2))
    return image.convert(mode)


def saved(image: Image.Image, to: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, to, **options)
    return buffer.getvalue()


def quarters(pixels: Any) -> list[str]:
    """The quarters of a page in reading order, `#` for black."""
    height, width = pixels.shape[:2]
    rows, columns = (height // 4, 3 * height // 4), (width // 4, 3 * width // 4)
    return ["".join(".#"[int(np.mean(pixels[y, x]) < 128)] for x in columns) for y in rows]


@pytest.mark.parametrize("to", ["PNG", "TIFF", "JPEG", "BMP", "WEBP", "GIF"])
def test_kinds_of_files(to: str) -> None:
    file = PictureFile(saved(page(), to))
    assert len(file) == 1
    picture = file.picture(1)
    assert (picture.number, picture.pixels.shape[:2]) == (1, (120, 80))
    assert picture.pixels.dtype == np.uint8
    assert quarters(picture.pixels) == ["#.", ".."]


@pytest.mark.parametrize(
    ("mode", "to", "channels"),
    [
        ("1", "TIFF", 2),
        ("L", "PNG", 2),
        ("P", "PNG", 3),
        ("RGB", "PNG", 3),
        ("RGBA", "PNG", 3),
        ("LA", "PNG", 3),
        ("I;16", "PNG", 2),
        ("I;16", "TIFF", 2),
        ("I", "TIFF", 2),
        ("F", "TIFF", 2),
        ("CMYK", "TIFF", 3),
        ("CMYK", "JPEG", 3),
        ("YCbCr", "TIFF", 3),
        ("LAB", "TIFF", 3),
    ],
)
def test_kinds_of_pixels(mode: str, to: str, channels: int) -> None:
    image = page()
    if mode in ("I;16", "I"):
        image = Image.fromarray(np.asarray(image, np.uint16) * 257)
    image = image.convert("RGB").convert(mode) if mode in ("CMYK", "YCbCr") else image
    if mode == "LAB":
        image = Image.merge("LAB", [image, *[Image.new("L", image.size, 128)] * 2])
    pixels = PictureFile(saved(image.convert(mode), to)).picture(1).pixels
    assert pixels.ndim == channels
    assert quarters(pixels) == ["#.", ".."]
    assert pixels.max() >= 250 and pixels.min() <= 5


@pytest.mark.parametrize(("bits", "white"), [(10, 1000), (12, 4000), (16, 60000)])
def test_deep_grey_of_any_depth_is_bright(bits: int, white: int) -> None:
    image = Image.fromarray(np.full((120, 80), white, np.uint16))
    assert PictureFile(saved(image, "PNG")).picture(1).pixels.min() > 0.85 * 255


def test_transparency_is_paper() -> None:
    clear = Image.new("RGBA", (80, 120), (0, 0, 0, 0))
    keyed = saved(Image.new("L", (80, 120), 7), transparency=7)
    black = Image.new("RGB", (80, 120)).quantize(2)
    for data in (saved(clear), keyed, saved(black, transparency=black.getpixel((0, 0)))):
        assert PictureFile(data).picture(1).pixels.min() == 255


@pytest.mark.parametrize(
    ("orientation", "black"),
    [
        (1, ["#.", ".."]),
        (2, [".#", ".."]),
        (3, ["..", ".#"]),
        (4, ["..", "#."]),
        (5, ["#.", ".."]),
        (6, [".#", ".."]),
        (7, ["..", ".#"]),
        (8, ["..", "#."]),
        (9, ["#.", ".."]),
    ],
)
@pytest.mark.parametrize("to", ["JPEG", "PNG", "TIFF"])
def test_orientation(to: str, orientation: int, black: list[str]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(page((800, 1200)), to, exif=exif, dpi=(100, 100))
    picture = PictureFile(data).picture(1)
    assert quarters(picture.pixels) == black
    turned = 5 <= orientation <= 8
    assert picture.pixels.shape == ((800, 1200) if turned else (1200, 800))
    assert picture.dpi == pytest.approx(100, rel=0.01)
    assert (picture.width > picture.height) is turned


@pytest.mark.parametrize(
    ("size", "said", "dpi"),
    [
        (A4_200, 200, 200),
        (A4_200, None, 200),
        (A4_200, 72, 200),
        (A4_200, 96, 200),
        (A4_200, 1, 200),
        (A4_200, 1200, 200),
        ((3508, 2480), 72, 300),
        ((3508, 4961), 72, 300),
        ((1754, 2480), None, 150),
        ((794, 1123), 96, 96),
        ((400, 566), None, 48),
        ((3024, 4032), 72, 345),
    ],
    ids=lambda value: str(value),
)
@pytest.mark.parametrize("to", ["PNG", "TIFF", "JPEG"])
def test_resolution(to: str, size: tuple[int, int], said: int | None, dpi: int) -> None:
    options = {} if said is None else {"dpi": (said, said)}
    picture = PictureFile(saved(Image.new("1", size, 1).convert("L"), to, **options)).picture(1)
    assert picture.dpi == pytest.approx(dpi, rel=0.01)
    assert picture.height == pytest.approx(picture.width * size[1] / size[0])


@pytest.mark.parametrize(("across", "down"), [(204, 98), (204, 196), (200, 100), (98, 204)])
@pytest.mark.parametrize("orientation", [1, 6])
def test_a_fax_has_square_pixels(across: int, down: int, orientation: int) -> None:
    size = (round(across * 8.27), round(down * 11.69))
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(page(size, "1"), "TIFF", dpi=(across, down), compression="group4", exif=exif)
    picture = PictureFile(data).picture(1)
    a4 = (595, 842) if orientation == 1 else (842, 595)
    assert (picture.width, picture.height) == pytest.approx(a4, rel=0.01)
    height, width = picture.pixels.shape
    assert height / width == pytest.approx(a4[1] / a4[0], rel=0.01)
    assert picture.dpi == pytest.approx(max(across, down), rel=0.01)


def test_pages_of_a_tiff_without_its_thumbnails() -> None:
    kinds = ({}, {254: 1}, {254: 4}, {255: 2}, {254: 2})
    pages = []
    for index, tags in enumerate(kinds):
        image = page((80 + index, 120))
        image.encoderinfo = {"tiffinfo": directory(tags)}
        pages.append(image)
    file = PictureFile(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    assert len(file) == 2
    assert [file.picture(number).pixels.shape[1] for number in (2, 1, 2)] == [84, 80, 84]


def directory(tags: dict[int, int]) -> ImageFileDirectory_v2:
    made = ImageFileDirectory_v2()
    for tag, value in tags.items():
        made[tag] = value
    return made


@pytest.mark.parametrize("to", ["GIF", "PNG", "WEBP", "MPO"])
def test_only_the_first_picture_of_what_is_no_tiff(to: str) -> None:
    frames = [page(paper=colour, mode="RGB") for colour in ("white", "red", "blue")]
    file = PictureFile(saved(frames[0], to, save_all=True, append_images=frames[1:]))
    assert len(file) == 1
    assert quarters(file.picture(1).pixels) == ["#.", ".."]


def noise(size: tuple[int, int] = (400, 600)) -> Image.Image:
    return Image.fromarray(np.random.default_rng(1).integers(0, 256, size[::-1], np.uint8))


@pytest.mark.parametrize("to", ["JPEG", "PNG", "TIFF"])
def test_what_is_cut_off_is_said(to: str) -> None:
    data = saved(noise(), to)
    with pytest.raises(PictureError, match="damaged or cut off"):
        PictureFile(data[: len(data) // 2]).picture(1)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"II*\0", b"\x89PNG\r\n\x1a\n", b"%PDF-1"])
def test_what_is_no_picture_is_said(data: bytes) -> None:
    with pytest.raises(PictureError) as caught:
        PictureFile(data)
    assert "<_io" not in str(caught.value) and caught.value.remedy


def test_a_tiff_that_breaks_off_says_so_on_the_page_after_its_last() -> None:
    pages = [noise((100, 100)) for _ in range(3)]
    data = bytearray(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    second = next_directory(data, 4)
    data[next_at(data, second)] ^= 0xFF
    data[next_at(data, second) + 3] = 0x7F
    file = PictureFile(bytes(data))
    assert len(file) == 3
    assert file.picture(2).pixels.shape == (100, 100)
    with pytest.raises(PictureError):
        file.picture(3)


def next_directory(data: bytes, pointer: int) -> int:
    """Where a directory's successor stands, `pointer` being where it is pointed to itself."""
    (start,) = struct.unpack_from("<I", data, pointer)
    (following,) = struct.unpack_from("<I", data, next_at(data, start))
    return int(following)


def next_at(data: bytes, directory: int) -> int:
    (count,) = struct.unpack_from("<H", data, directory)
    return directory + 2 + 12 * int(count)


SOUND = [saved(noise((40, 60)), to) for to in ("JPEG", "PNG", "TIFF", "BMP", "WEBP", "GIF")]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(SOUND),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8),
    st.floats(0.05, 1),
)
def test_damage_gives_a_picture_or_an_error(
    data: bytes, changes: list[tuple[float, int]], kept: float
) -> None:
    damaged = bytearray(data)
    for place, value in changes:
        damaged[int(place**3 * (len(data) - 1))] = value
    try:
        file = PictureFile(bytes(damaged[: int(len(data) * kept)]))
        for number in range(1, min(len(file), 3) + 1):
            assert file.picture(number).pixels.size
    except PictureError as error:
        assert str(error)


# --- limits -------------------------------------------------------------------------------


@pytest.fixture
def low_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousandth of what is usual, so that nothing large need be made."""
    monkeypatch.setattr(decoding, "MOST_PIXELS", 36_000)
    monkeypatch.setattr(decoding, "MOST_BYTES", 400_000)
    monkeypatch.setattr(decoding, "BAND", 4_000)


@pytest.mark.usefixtures("low_limits")
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
@pytest.mark.parametrize("size", [(301, 299), (177, 500)])
def test_what_is_too_fine_is_reduced(mode: str, size: tuple[int, int]) -> None:
    picture = PictureFile(saved(page(size, mode), "TIFF")).picture(1)
    height, width = picture.pixels.shape[:2]
    assert 9_000 <= height * width <= 36_000
    assert picture.width / picture.height == pytest.approx(size[0] / size[1])
    assert quarters(picture.pixels) == ["#.", ".."]
    assert picture.pixels[-1].min() == 255


@pytest.mark.usefixtures("low_limits")
def test_a_jpeg_is_decoded_small() -> None:
    picture = PictureFile(saved(page((1000, 1500), "RGB"), "JPEG")).picture(1)
    assert quarters(picture.pixels) == ["#.", ".."]
    assert picture.pixels.shape[0] * picture.pixels.shape[1] <= 36_000


@pytest.mark.usefixtures("low_limits")
@pytest.mark.parametrize(("to", "options"), [("PNG", {}), ("JPEG", {"progressive": True})])
def test_what_takes_too_much_is_refused_with_its_remedy(to: str, options: dict[str, Any]) -> None:
    file = PictureFile(saved(page((1000, 1500), "RGB"), to, **options))
    with pytest.raises(PictureError, match=r"1000 x 1500 pixels.* 300 dpi"):
        file.picture(1)


def peak() -> float:
    """The most megabytes that this process has held."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (2**20 if sys.platform == "darwin" else 2**10)


def test_a_header_that_promises_too_much_costs_nothing() -> None:
    png = bytearray(saved(page()))
    png[16:24] = struct.pack(">II", 30_000, 30_000)
    png[29:33] = struct.pack(">I", zlib.crc32(png[12:29]))
    before = peak()
    with pytest.raises(PictureError, match="30000 x 30000"):
        PictureFile(bytes(png)).picture(1)
    assert peak() < before + 100


def test_pillow_keeps_its_own_limit() -> None:
    before = Image.MAX_IMAGE_PIXELS
    PictureFile(saved(page())).picture(1)
    assert before == Image.MAX_IMAGE_PIXELS


# --- PDF ----------------------------------------------------------------------------------


def embedded(pdf: pikepdf.Pdf, pixels: tuple[int, int]) -> pikepdf.Stream:
    data = saved(page(pixels), "JPEG")
    return pikepdf.Stream(
        pdf,
        data,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=pixels[0],
        Height=pixels[1],
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )


def pdf_of(
    pictures: dict[str, tuple[int, int]],
    content: bytes = b"",
    box: tuple[int, int] = (595, 842),
    in_form: bool = False,
    rotate: int = 0,
) -> bytes:
    """A page on which pictures, so many pixels large, are drawn over the whole page."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=box)
    first = pdf.pages[0]
    named = {f"/{name}": embedded(pdf, pixels) for name, pixels in pictures.items()}
    resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(named))
    content = content or b" ".join(
        b"q %d 0 0 %d 0 0 cm /%s Do Q" % (*box, name.encode()) for name in pictures
    )
    if in_form:
        form = pikepdf.Stream(
            pdf,
            content,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, *box],
            Resources=resources,
        )
        resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary({"/F": form}))
        content = b"q 1 0 0 1 0 0 cm /F Do Q"
    first.Resources = resources
    first.Contents = pdf.make_stream(content)
    first.Rotate = rotate
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def rendered(data: bytes) -> Picture:
    with closing(PdfPictures(data)) as pictures:
        return pictures.picture(1)


@pytest.mark.parametrize(
    ("pictures", "dpi"),
    [
        ({}, 200),
        ({"A": (595 * 200 // 72, 842 * 200 // 72)}, 200),
        ({"A": (595, 842)}, 150),
        ({"A": (595 * 8, 842 * 8)}, 310),
        ({"A": (595, 842), "B": (595 * 3, 842 * 3)}, 216),
    ],
    ids=["vectors", "200", "coarse", "fine", "paper-and-ink"],
)
@pytest.mark.parametrize("in_form", [False, True])
def test_a_pdf_page_has_the_resolution_of_its_picture(
    pictures: dict[str, tuple[int, int]], dpi: int, in_form: bool
) -> None:
    drawn = rendered(pdf_of(pictures, b"" if pictures else b"0 0 9 9 re f", in_form=in_form))
    assert (drawn.width, drawn.height) == (595, 842)
    assert drawn.dpi == pytest.approx(dpi, rel=0.01)
    if pictures:
        assert quarters(drawn.pixels) == ["#.", ".."]


@pytest.mark.parametrize(
    ("rotate", "black"), [(0, ["#.", ".."]), (90, [".#", ".."]), (180, ["..", ".#"])]
)
def test_a_turned_pdf_page(rotate: int, black: list[str]) -> None:
    drawn = rendered(pdf_of({"A": (595, 842)}, rotate=rotate))
    assert quarters(drawn.pixels) == black
    assert (drawn.width, drawn.height) == ((842, 595) if rotate == 90 else (595, 842))


def test_a_small_picture_does_not_count_beside_a_large_one() -> None:
    content = b"q 595 0 0 842 0 0 cm /A Do Q q 20 0 0 20 500 700 cm /B Do Q"
    drawn = rendered(pdf_of({"A": (1488, 2105), "B": (400, 400)}, content))
    assert drawn.dpi == pytest.approx(180, rel=0.01)


def test_a_logo_does_not_make_a_page_coarse() -> None:
    content = b"q 60 0 0 60 0 700 cm /A Do Q 0 0 9 9 re f"
    drawn = rendered(pdf_of({"A": (80, 80)}, content))
    assert drawn.dpi == pytest.approx(200, rel=0.01)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("place", [(595, 842, 0, 0), (594.9, 842.1, 0.05, -0.05), (595, 842, 0, 1)])
def test_a_picture_at_its_own_size_keeps_its_pixels(
    place: tuple[float, float, float, float], rotate: int
) -> None:
    """Black and white columns, each a pixel wide: anything else gives grey."""
    wide, high, x, y = place
    pdf = pikepdf.open(io.BytesIO(pdf_of({"A": (1488, 2105)}, rotate=rotate)))
    stripes = np.zeros((2105, 1488), np.uint8)
    stripes[:, ::2] = 255
    picture = pdf.pages[0].Resources.XObject.A
    picture.write(zlib.compress(stripes.tobytes()), filter=pikepdf.Name.FlateDecode)
    content = b"q %f 0 0 %f %f %f cm /A Do Q" % (wide, high, x, y)
    pdf.pages[0].Contents = pdf.make_stream(content)
    buffer = io.BytesIO()
    pdf.save(buffer)
    inner = rendered(buffer.getvalue()).pixels[10:-10, 10:-10, 0]
    assert np.isin(inner, (0, 255)).all()
    assert 0.49 < (inner == 0).mean() < 0.51


def test_colours_come_as_red_green_blue() -> None:
    drawn = rendered(pdf_of({}, b"1 0 0 rg 0 0 595 842 re f"))
    assert drawn.pixels[100, 100].tolist() == [255, 0, 0]


@pytest.mark.parametrize(
    ("box", "pixels", "sheet", "dpi"),
    [
        ((1654, 2339), (1654, 2339), (595, 842), 200),
        ((2339, 1654), (2339, 1654), (842, 595), 200),
        ((1240, 1754), (1654, 2339), (595, 842), 200),
        ((3508, 4961), (3508, 4961), (842, 1191), 300),
        ((100, 141), (1654, 2339), (595, 842), 200),
        ((7200, 14400), (300, 600), (421, 842), 150),
        ((842, 1191), (842, 1191), (842, 1191), 150),
    ],
    ids=["A4-72", "turned", "A4-96", "A3-72", "stamp-sized", "200-inches", "sound"],
)
def test_a_pdf_page_sized_by_its_pixels_is_taken_for_a_sheet(
    box: tuple[int, int], pixels: tuple[int, int], sheet: tuple[float, float], dpi: int
) -> None:
    drawn = rendered(pdf_of({"A": pixels}, box=box))
    assert (drawn.width, drawn.height) == pytest.approx(sheet, rel=0.01)
    assert (drawn.width * drawn.zoom, drawn.height * drawn.zoom) == pytest.approx(box)
    assert drawn.dpi == pytest.approx(dpi, rel=0.01)
    assert quarters(drawn.pixels) == ["#.", ".."]


def test_a_huge_page_of_lines_has_few_pixels() -> None:
    drawn = rendered(pdf_of({}, b"0 0 m 9 9 l S", box=(14400, 14400)))
    assert drawn.pixels.shape == (2339, 2339, 3)
    assert drawn.zoom == pytest.approx(14400 / 842, rel=0.01)


def test_a_picture_in_a_pdf_that_is_too_large_is_refused() -> None:
    data = pdf_of({"A": (100, 100)}).replace(b"/Width 100", b"/Width 30000")
    data = data.replace(b"/Height 100", b"/Height 30000")
    with pytest.raises(PictureError, match=r"30000 x 30000"):
        rendered(data)


def test_a_picture_that_pdfium_cannot_decode_is_no_empty_page() -> None:
    data = pdf_of({"A": (100, 100)}).replace(b"\xff\xd8\xff", b"\0\0\0")
    with pytest.raises(PictureError, match="damaged"):
        rendered(data)
