"""Writes glyphs.json: letters of three typefaces as bits, 64 pixels from base line to cap height, for texts drawn into pictures.

Usage: python tests/golden/glyphs.py > tests/golden/glyphs.json
Tool: Pillow with the DejaVu fonts of Debian (fonts-dejavu-core 2.37), free to use and to redistribute.
"""

import base64
import json
import zlib

import PIL
from PIL import Image, ImageDraw, ImageFont

CAP = 64
LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:-/'
FONTS = {'sans': 'DejaVuSans', 'mono': 'DejaVuSansMono-Bold', 'serif': 'DejaVuSerif'}
FOLDER = '/usr/share/fonts/truetype/dejavu'


def font_of(name):
    size = CAP
    while True:
        font = ImageFont.truetype(f'{FOLDER}/{name}.ttf', size)
        left, top, right, bottom = font.getbbox('H', anchor='ls')
        if bottom - top >= CAP:
            return font
        size += 1


def glyphs_of(name):
    font = font_of(name)
    widths, bits = [], []
    for letter in LETTERS:
        width = round(font.getlength(letter))
        # From one and a quarter cap heights above the base line to three tenths below.
        image = Image.new('1', (width, CAP * 5 // 4 + CAP * 3 // 10))
        ImageDraw.Draw(image).text((0, CAP * 5 // 4), letter, font=font, fill=1, anchor='ls')
        widths.append(width)
        bits.extend(image.get_flattened_data())
    packed = bytes(
        sum((1 if bit else 0) << (7 - i) for i, bit in enumerate(bits[at : at + 8])) for at in range(0, len(bits), 8)
    )
    return {'widths': widths, 'deflated': base64.b64encode(zlib.compress(packed, 9)).decode()}


print(
    json.dumps(
        {
            'tool': f'Pillow {PIL.__version__}',
            'command': 'python tests/golden/glyphs.py',
            'letters': LETTERS,
            'cap': CAP,
            'rows': CAP * 5 // 4 + CAP * 3 // 10,
            'base': CAP * 5 // 4,
            'fonts': {name: glyphs_of(file) for name, file in FONTS.items()},
        },
    )
)
