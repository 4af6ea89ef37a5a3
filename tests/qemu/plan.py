# SPDX-License-Identifier: GPL-2.0-only
"""The plan that `load -n -v` and `show -v` print, and what a toy kernel says it received."""
import re
import shlex


def _words(line):
    """'segment label=a mem=0x1000' as a dict; quotes are taken off."""
    return dict(w.split('=', 1) for w in shlex.split(line) if '=' in w)


class Plan:
    """Lines of the plan: segments, registers, boot_params, e820, setup_data."""

    def __init__(self, text):
        self.text = text
        lines = [line for line in text.splitlines() if line]
        self.kinds = {}
        for line in lines:
            self.kinds.setdefault(line.split(' ', 1)[0], []).append(line)
        assert 'segment' in self.kinds, f'no plan: {text}'
        self.segments = [_words(line) for line in self.kinds['segment']]
        self.regs = {k: int(v, 0) for k, v in _words(self.kinds['regs'][0]).items()}
        self.params = [_words(line) for line in self.kinds.get('param', [])]
        self.e820 = [tuple(int(w[k], 0) for k in ('start', 'end', 'type'))
                     for w in map(_words, self.kinds.get('e820', []))]
        self.setup_data = [_words(line) for line in self.kinds.get('setup_data', [])]
        self.cmdline = self.kinds['cmdline'][0][len('cmdline '):]

    def segment(self, label):
        return next(s for s in self.segments if s['label'] == label)

    def stable(self):
        """The text without what differs from one load to the next: random bytes, digests."""
        return re.sub(r' digest=\w+', '', self.text)

    def page(self):
        """boot_params as the plan has them; the e820 table is compared by its own lines."""
        page = bytearray(4096)
        ends = [int(p['off'], 0) for p in self.params[1:]] + [4096]
        covered = 0
        for p, end in zip(self.params, ends):
            offset, value = int(p['off'], 0), p['value']
            assert offset == covered, f'the plan says nothing of bytes from {covered:#x} on'
            covered = end
            if value == 'see-e820':
                continue
            if end - offset <= 8:
                page[offset:end] = int(value, 0).to_bytes(end - offset, 'little')
            else:
                data = bytes.fromhex('' if value == '0' else value)
                page[offset:offset + len(data)] = data
        return bytes(page)


class Received:
    """The key=value lines of a toy kernel (tests/payload/main.c)."""

    def __init__(self, text):
        self.pairs = dict(line.split('=', 1) for line in text.replace('\r', '').splitlines()
                          if '=' in line)

    def __getitem__(self, key):
        return self.pairs[key]

    def number(self, key):
        return int(self.pairs[key].split()[0], 0)

    def e820(self):
        found = []
        while f'e820.{len(found)}' in self.pairs:
            start, size, kind = (int(w, 0) for w in self.pairs[f'e820.{len(found)}'].split())
            found.append((start, start + size, kind))
        return found

    def page(self):
        return b''.join(bytes.fromhex(self.pairs[f'page.{at:03x}']) for at in range(0, 4096, 64))
