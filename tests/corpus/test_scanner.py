"""A scan keeps its filing's truth: boxes follow the print, files open, seeds repeat."""

import hashlib
import io
import json
from dataclasses import replace
from random import Random

import cv2
import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image as Pillow
from reportlab.pdfgen.canvas import Canvas

from corpus.faults import Faults, draw_faults
from corpus.render_reportlab import has_fonts
from corpus.sampling import HERE
from corpus.scanner import bundle, make_scans, scan

SIZE = (420.0, 595.0)
CENTRES = ((100, 120), (330, 150), (210, 300), (90, 480), (350, 500))
HALF = 9.0


def digital(path, pages=2):
    """A filing of red dots in a ruled frame, and the truth of where they are."""
    canvas = Canvas(str(path), pagesize=SIZE, invariant=True)
    evidence = {}
    for page in range(1, pages + 1):
        canvas.setFillColorRGB(0, 0, 0)
        canvas.rect(50, 50, SIZE[0] - 100, SIZE[1] - 100)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(60, 400, f"page {page} 116.88")
        canvas.setFillColorRGB(1, 0, 0)
        for index, (x, y) in enumerate(CENTRES):
            canvas.circle(x, SIZE[1] - y, 3.5, stroke=0, fill=1)
            bbox = [x - HALF, y - HALF, x + HALF, y + HALF]
            evidence[f"/projects/{page}{index}/total_budget"] = [{"page": page, "bbox": bbox}]
        evidence["/preparer"] = [{"page": 1, "bbox": [60, 180, 110, 194]}]
        canvas.showPage()
    canvas.save()
    declaration = {"department": "清江市文化和旅游局"}
    return {"declaration": declaration, "evidence": evidence, "tables": [], "pages": pages}


def pictures(path, dpi):
    """The pages of a scan, red, green, blue, at its own resolution."""
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    with Pillow.open(path) as image:
        frames = range(getattr(image, "n_frames", 1))
        return [(image.seek(number), image.convert("RGB"))[1] for number in frames]


def dots(picture, dpi):
    """Centres of the red dots of a picture, in points."""
    red, green, blue = (np.asarray(picture)[:, :, i].astype(int) for i in range(3))
    mask = ((red - green > 70) & (red - blue > 60)).astype(np.uint8)
    _, _, stats, centres = cv2.connectedComponentsWithStats(mask)
    large = stats[:, cv2.CC_STAT_AREA] > 0.3 * np.pi * (3.5 * dpi / 72) ** 2
    return centres[1:][large[1:]] * 72 / dpi


GEOMETRY = {
    "none": Faults(),
    "skew": Faults(skew=3.0),
    "skew the other way": Faults(skew=-4.5),
    "shift": Faults(shift=(14, -9)),
    "shift too far": Faults(shift=(300, -200)),
    "a quarter": Faults(turn=90),
    "upside down, skewed": Faults(turn=180, skew=2.0),
    "three quarters, skewed": Faults(turn=270, skew=-2.0),
    "only some pages turned": Faults(turn=90, turned="some"),
    "bow": Faults(bow=5.0),
    "bow the other way, turned": Faults(bow=-5.0, turn=90),
    "photo": Faults(photo=0.03, bow=4.0, skew=2.0, bed="desk"),
    "clipped on the left": Faults(clipped="left"),
    "clipped on the right": Faults(clipped="right"),
    "blank backs": Faults(blanks=True, skew=1.0),
    "pages in the wrong order": Faults(swap=1),
    "coarse": Faults(dpi=150, skew=1.5),
    "fine": Faults(dpi=300, skew=1.5),
}


@pytest.mark.parametrize("name", GEOMETRY)
def test_boxes_follow_the_print(name, tmp_path):
    faults = replace(GEOMETRY[name], seed=3)
    truth = digital(tmp_path / "a.pdf")
    moved = scan(tmp_path / "a.pdf", truth, faults, tmp_path / "b.pdf")
    found = [dots(picture, faults.dpi) for picture in pictures(tmp_path / "b.pdf", faults.dpi)]
    assert moved["pages"] == len(found)
    for key, (place,) in moved["evidence"].items():
        if key == "/preparer":
            continue
        x0, top, x1, bottom = place["bbox"]
        centre = (x0 + x1) / 2, (top + bottom) / 2
        off = np.abs(found[place["page"] - 1] - centre).max(axis=1)
        assert off.min() < 1.5, key
        assert x1 - x0 >= 2 * HALF * 0.9
        assert bottom - top >= 2 * HALF * 0.9


def test_pages_have_the_size_that_the_truth_states(tmp_path):
    truth = digital(tmp_path / "a.pdf", pages=1)
    moved = scan(tmp_path / "a.pdf", truth, Faults(turn=90), tmp_path / "b.pdf")
    with pypdfium2.PdfDocument(tmp_path / "b.pdf") as document:
        assert document[0].get_size() == pytest.approx(tuple(moved["page_sizes"][0]), abs=0.01)
        assert document[0].get_size() == pytest.approx(SIZE[::-1], abs=0.5)


def test_a_clipped_edge_cuts_the_outermost_ruling_and_no_more(tmp_path):
    truth = digital(tmp_path / "a.pdf", pages=1)
    scan(tmp_path / "a.pdf", truth, Faults(clipped="left"), tmp_path / "b.pdf")
    (picture,) = pictures(tmp_path / "b.pdf", 200)
    dark = np.asarray(picture.convert("L")) < 128
    columns = dark.sum(axis=0) > 0.6 * 595 * 200 / 72
    assert len(set(np.flatnonzero(columns) // 8)) == 1, "only the ruling on the right is left"


ALL = Faults(
    seed=5, dpi=150, skew=1.0, turn=90, photo=0.02, bow=2.0, bed="desk", ink=0.8, rulings=0.5,
    gaps=0.04, tint="yellowed", bleed=0.1, seal="both", handwriting=2, holes=True, folds=2,
    streaks=1, specks=60, light=0.2, blur=0.7, noise=4, sharpen=0.5, whitened=True, quality=60,
    blanks=True,
)  # fmt: skip


@pytest.mark.parametrize("container", ["pdf", "tiff", "png", "jpeg"])
@pytest.mark.parametrize("mode", ["colour", "grey", "black-and-white"])
def test_every_kind_of_file_opens(container, mode, tmp_path):
    truth = digital(tmp_path / "a.pdf")
    out = tmp_path / f"b.{container}"
    moved = scan(tmp_path / "a.pdf", truth, replace(ALL, mode=mode), out, container)
    images = [one for name in moved["files"] for one in pictures(tmp_path / name, 150)]
    assert len(images) == moved["pages"] == 4
    for image, (width, height) in zip(images, moved["page_sizes"], strict=True):
        assert image.size == pytest.approx((width * 150 / 72, height * 150 / 72), abs=1)
    if mode != "colour":
        red, green, blue = (np.asarray(images[0])[:, :, i] for i in range(3))
        assert (red == green).all()
        assert (green == blue).all()


def test_a_scanned_pdf_holds_one_picture_a_page(tmp_path):
    truth = digital(tmp_path / "a.pdf")
    scan(tmp_path / "a.pdf", truth, ALL, tmp_path / "b.pdf")
    with pikepdf.open(tmp_path / "b.pdf") as pdf:
        for page in pdf.pages:
            (picture,) = page.get_images().values()
            assert picture.Filter == "/DCTDecode"
            assert page.get("/Rotate", 0) == 0
            assert Pillow.open(io.BytesIO(picture.read_raw_bytes())).format == "JPEG"


@pytest.mark.parametrize("container", ["pdf", "tiff"])
def test_the_same_arguments_give_the_same_bytes(container, tmp_path):
    truth = digital(tmp_path / "a.pdf", pages=1)
    faults = replace(ALL, blanks=False)
    digests, truths = [], []
    for seed in (5, 5, 6):
        out = tmp_path / f"b.{container}"
        truths.append(scan(tmp_path / "a.pdf", truth, replace(faults, seed=seed), out, container))
        digests.append(hashlib.sha256(out.read_bytes()).hexdigest())
    assert digests[0] == digests[1] != digests[2]
    assert truths[0] == truths[1]


def test_the_truth_says_what_is_wrong(tmp_path):
    truth = digital(tmp_path / "a.pdf")
    moved = scan(tmp_path / "a.pdf", truth, ALL, tmp_path / "b.pdf")
    assert moved["declaration"] == truth["declaration"]
    assert moved["faults"]["skew"] == 1.0
    assert len(moved["seals"]) == 2
    assert moved["handwriting"]
    assert [one["turn"] for one in moved["page_faults"]] == [90] * 4
    said = " ".join(run["text"] for run in moved["runs"])
    assert "page 1 116.88" in said
    assert {run["page"] for run in moved["runs"]} == {1, 3}
    json.dumps(moved)


def test_a_seal_is_where_the_truth_has_it(tmp_path):
    truth = digital(tmp_path / "a.pdf", pages=1)
    for mode, low in (("colour", 40), ("grey", 0)):
        faults = Faults(seed=9, seal="signature", skew=2.0, turn=90, mode=mode)
        moved = scan(tmp_path / "a.pdf", truth, faults, tmp_path / "b.pdf")
        scan(tmp_path / "a.pdf", truth, replace(faults, seal="none"), tmp_path / "c.pdf")
        stamped, bare = (
            np.asarray(pictures(tmp_path / name, 200)[0]).astype(int) for name in ("b.pdf", "c.pdf")
        )
        changed = np.argwhere(np.abs(stamped - bare).max(axis=2) > 60)
        (top, left), (bottom, right) = changed.min(axis=0), changed.max(axis=0)
        (seal,) = moved["seals"]
        assert np.array([left, top, right, bottom]) * 72 / 200 == pytest.approx(seal["bbox"], abs=4)
        chroma = (stamped[:, :, 0] - stamped[:, :, 2])[top:bottom, left:right].max()
        assert chroma > low if mode == "colour" else chroma == 0


@pytest.mark.parametrize(("layer", "kept"), [("wrong", False), ("garbled", False), ("none", False)])
def test_a_text_layer_is_not_to_be_believed(layer, kept, tmp_path):
    truth = digital(tmp_path / "a.pdf", pages=1)
    scan(tmp_path / "a.pdf", truth, Faults(seed=2), tmp_path / "b.pdf", text_layer=layer)
    with pypdfium2.PdfDocument(tmp_path / "b.pdf") as document:
        text = document[0].get_textpage().get_text_bounded()
    assert ("116.88" in text) is kept
    assert bool(text.strip()) is (layer != "none")


def test_some_pages_stay_digital(tmp_path):
    truth = digital(tmp_path / "a.pdf", pages=3)
    faults = Faults(seed=2, skew=2.0)
    kept = frozenset({2})
    moved = scan(tmp_path / "a.pdf", truth, faults, tmp_path / "b.pdf", digital=kept)
    assert moved["digital_pages"] == [2]
    with pypdfium2.PdfDocument(tmp_path / "b.pdf") as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    assert ["116.88" in text for text in texts] == [False, True, False]
    for index in range(len(CENTRES)):
        key = f"/projects/2{index}/total_budget"
        assert moved["evidence"][key] == truth["evidence"][key]
        first = f"/projects/1{index}/total_budget"
        assert moved["evidence"][first] != truth["evidence"][first]


def test_only_a_pdf_mixes(tmp_path):
    truth = digital(tmp_path / "a.pdf")
    with pytest.raises(ValueError, match="only a PDF"):
        scan(tmp_path / "a.pdf", truth, Faults(), tmp_path / "b.tiff", "tiff", "wrong")


@pytest.mark.parametrize(
    ("faults", "order"),
    [
        (Faults(), [1, 2, 3]),
        (Faults(blanks=True), [1, None, 2, None, 3, None]),
        (Faults(swap=2), [1, 3, 2]),
        (Faults(swap=3), [1, 2, 3]),
    ],
)
def test_the_order_of_a_bundle(faults, order):
    assert bundle(3, faults) == order


def test_faults_are_mixed_and_mostly_mild():
    drawn = [draw_faults(Random(seed), 200) for seed in range(400)]
    assert drawn[7] == draw_faults(Random(7), 200)
    assert np.median([abs(one.skew) for one in drawn]) < 1
    for name in ("mode", "turn", "clipped", "bed", "tint", "seal", "handwriting", "folds"):
        assert len({getattr(one, name) for one in drawn}) > 1, name
    for name in ("photo", "bow", "gaps", "bleed", "light", "specks", "streaks", "blanks"):
        share = np.mean([bool(getattr(one, name)) for one in drawn])
        assert 0 < share < 0.6, name
    coarse = [draw_faults(Random(seed), 150) for seed in range(200)]
    assert not any(one.mode == "black-and-white" for one in coarse)


@pytest.mark.skipif(not has_fonts(), reason="its font is not embedded: install one for Chinese")
def test_a_turned_page_with_vertical_text_keeps_its_places(tmp_path):
    """The sample is stored with /Rotate: the scan is of the page as displayed."""
    truth = json.loads((HERE / "turned-reportlab.truth.json").read_text("utf-8"))
    moved = scan(HERE / "turned-reportlab.pdf", truth, Faults(dpi=150), tmp_path / "b.pdf")
    for key in ("/department", "/phone", "/filed_on"):
        (before,), (after,) = truth["evidence"][key], moved["evidence"][key]
        assert after["bbox"] == pytest.approx(before["bbox"], abs=0.2)
    (department,) = moved["evidence"]["/department"]
    (box,) = [r["bbox"] for r in moved["runs"] if r["text"] == truth["declaration"]["department"]]
    assert box == pytest.approx(department["bbox"], abs=4)


def test_scans_are_made_from_a_seed(tmp_path):
    made = make_scans(2, 5, tmp_path / "a", 150, producers=["reportlab"])
    for file in made:
        truth = json.loads((file.parent / f"{file.stem}.truth.json").read_text("utf-8"))
        assert truth["pages"] == len(pictures(file, 150))
        assert all(truth["evidence"].values())
    (alone,) = make_scans(1, 5, tmp_path / "b", 150, producers=["reportlab"], first=1)
    assert alone.name == made[1].name
    assert alone.read_bytes() == made[1].read_bytes()
