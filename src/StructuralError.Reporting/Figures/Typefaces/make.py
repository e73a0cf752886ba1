#!/usr/bin/env python3
"""Makes the two fonts of this folder: see README.md. Usage: make.py LIBERATION_DIR NOTO_DIR"""
import os
import sys

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

FAMILY = "StructuralError Sans"
VERSION = "Version 1.000"
RANGES = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x192, 0x192), (0x2C6, 0x2C7), (0x2DC, 0x2DC), (0x2E1, 0x2E2), (0x384, 0x3F6), (0x1D40, 0x1D40), (0x1D48, 0x1D48),
    (0x1D4F, 0x1D57), (0x1D62, 0x1D6A), (0x2010, 0x2027), (0x2030, 0x2030), (0x2032, 0x2034), (0x2039, 0x203A), (0x2070, 0x209C), (0x20AC, 0x20AC),
    (0x2102, 0x2102), (0x2113, 0x2113), (0x2115, 0x2115), (0x211D, 0x211D), (0x2122, 0x2122), (0x2190, 0x2199), (0x21D0, 0x21D4), (0x2200, 0x22A5),
    (0x22C5, 0x22C6), (0x22EE, 0x22F1), (0x2308, 0x230B), (0x25B2, 0x25B2), (0x25BC, 0x25BC), (0x25CB, 0x25CB), (0x25CF, 0x25CF), (0x27C2, 0x27C2),
    (0x27E8, 0x27E9), (0xFFFD, 0xFFFD),
]


def wanted():
    return [code for first, last in RANGES for code in range(first, last + 1)]


def add(font, donor, codes):
    """Copies the donor's outlines for those codes that the font lacks."""
    scale = font["head"].unitsPerEm / donor["head"].unitsPerEm
    cmap, names, glyphs = font.getBestCmap(), donor.getBestCmap(), donor.getGlyphSet()
    for code in codes:
        if code in cmap or code not in names:
            continue
        recording = DecomposingRecordingPen(glyphs)
        glyphs[names[code]].draw(recording)
        pen = TTGlyphPen(None)
        recording.replay(TransformPen(pen, (scale, 0, 0, scale, 0, 0)))
        name = f"uni{code:04X}"
        font.setGlyphOrder(font.getGlyphOrder() + [name])
        font["glyf"].glyphs[name] = pen.glyph()
        font["glyf"].glyphs[name].recalcBounds(font["glyf"])
        left = getattr(font["glyf"].glyphs[name], "xMin", 0)
        font["hmtx"].metrics[name] = (round(glyphs[names[code]].width * scale), left)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name


def keep(font, codes):
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = []
    options.drop_tables += ["DSIG", "GDEF", "GPOS", "GSUB", "FFTM", "kern", "gasp", "LTSH", "VDMX", "hdmx", "PCLT"]
    options.notdef_outline = True
    options.glyph_names = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)


def rename(font, style, notices):
    font["name"] = newTable("name")
    font["name"].names = []
    texts = {
        0: notices,
        1: FAMILY,
        2: style,
        3: f"{FAMILY} {style} {VERSION}",
        4: f"{FAMILY} {style}",
        5: VERSION,
        6: f"{FAMILY.replace(' ', '')}-{style}",
        13: "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
        14: "https://openfontlicense.org",
    }
    for identifier, text in texts.items():
        font["name"].setName(text, identifier, 3, 1, 0x409)


def make(liberation, noto, style):
    codes = wanted()
    font = TTFont(os.path.join(liberation, f"LiberationSans-{style}.ttf"), recalcTimestamp=False)
    donors = [TTFont(os.path.join(noto, name)) for name in (f"NotoSans-{style}.ttf", "NotoSansMath-Regular.ttf")]
    notices = " ".join(" ".join(source["name"].getDebugName(0).split()) for source in [font, *donors])
    keep(font, codes)
    for donor in donors:
        add(font, donor, codes)
    rename(font, style, notices)
    font.save(f"StructuralErrorSans-{style}.ttf")
    print(style, len(font.getBestCmap()), "characters,", os.path.getsize(f"StructuralErrorSans-{style}.ttf"), "bytes")
    print("not in any of them:", " ".join(f"U+{code:04X}" for code in codes if code not in font.getBestCmap()))


for style in ("Regular", "Bold"):
    make(sys.argv[1], sys.argv[2], style)
