"""Measures of official papers (GB/T 9704-2012), in points unless said otherwise."""

from typing import Final

MM: Final = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 595.3, 841.9  # A4, as Word writes it (11906 × 16838 twentieths)
TOP, LEFT = 37 * MM, 28 * MM
# 28 characters at 15.8 pt are 442.4 pt; 156 mm are 442.2. The text is set 0.1 mm wider than the
# standard prints, far within its ±1 mm, so that neither we nor Word lose the 28th character.
TEXT_WIDTH = 442.5
WORD_SLACK = 0.1  # Word's width is a hair wider: rounding must not cost it a character
RIGHT = PAGE_WIDTH - LEFT - TEXT_WIDTH
LINES, PITCH = 22, 28.95
TEXT_HEIGHT = LINES * PITCH + 0.5
BOTTOM = PAGE_HEIGHT - TOP - TEXT_HEIGHT
SIZE, TRACK = 16.0, -0.2  # 3号 on a 15.8 pt grid
CHARACTER = SIZE + TRACK
TITLE_SIZE = 22.0  # 2号
NUMBER_SIZE = 14.0  # 4号
TABLE_SIZE, TABLE_PITCH, CELL_SIDE, CELL_ENDS = 12.0, 18.0, 4.0, 3.0
RULE = 0.5
BIG_PITCH = 1.5  # of the size of large type
CODE_LINES, CODE_SIDE = 3, 25 * MM  # a QR code among the lines
BARS_WIDE, BARS_HIGH = 52 * MM, 10 * MM  # a Code-128 beside it
NUMBER_DROP = 7 * MM  # the page number's line under the text area
HEAD_LINES, NUMBER_LINES, HEAD_SIZE = 3, 2, 40.0  # 发文机关标志 and 文号 above the red rule
RED_RULE = 1.5
CELL_CODE = 22 * MM  # a QR code in a table's cell, with its quiet zone
