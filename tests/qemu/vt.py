# SPDX-License-Identifier: GPL-2.0-only
"""A terminal as far as the boot menu uses one: what a serial line's screen shows."""
import re

SEQUENCE = re.compile(r'\x1b\[(\??)([0-9;]*)([A-Za-z])|\x1b[()].|([\x20-\x7e])|([\r\n\b])|.', re.S)


class Vt:
    """Cells of (character, set of attributes) after all of a text was written."""

    def __init__(self, rows=24, cols=80):
        self.rows, self.cols = rows, cols
        self.row = self.col = 0
        self.attr = frozenset()
        self.clear()

    def clear(self):
        self.cell = [[(' ', frozenset())] * self.cols for _ in range(self.rows)]

    def control(self, numbers, final):
        if final == 'H':
            self.row, self.col = (int(n or 1) - 1 for n in (numbers + ';').split(';')[:2])
        elif final == 'J':
            assert (self.row, self.col) == (0, 0), 'only the whole screen is erased'
            self.clear()
        elif final == 'm':
            for n in numbers.split(';'):
                self.attr = frozenset() if int(n or 0) == 0 else self.attr | {int(n)}

    def put(self, char):
        assert self.row < self.rows and self.col < self.cols, 'written outside the screen'
        assert (self.row, self.col) != (self.rows - 1, self.cols - 1), 'the screen would scroll'
        self.cell[self.row][self.col] = (char, self.attr)
        self.col += 1

    def feed(self, text):
        for match in SEQUENCE.finditer(text):
            if match[3] and not match[1]:
                self.control(match[2], match[3])
            elif match[4]:
                self.put(match[4])
        return self

    def lines(self):
        return [''.join(c for c, _ in row).rstrip() for row in self.cell]
