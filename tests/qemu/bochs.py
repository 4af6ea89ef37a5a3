# SPDX-License-Identifier: GPL-2.0-only
"""Bochs, another emulator with another BIOS: a PC whose serial port, screen and keyboard are
pseudo-terminals."""
import os
import re
import shutil
import time
import tty

import pexpect
import pexpect.fdpexpect
import pytest

from conftest import ARCH
from machine import BOOT_S, COMMAND_S, PROMPT, SLOW, wait_for

SHARE = '/usr/share/bochs'
CPU = 'pentium' if ARCH == 'i386' else 'athlon64_clawhammer'
# `ips`: emulated time per instruction; few, so that a floppy's revolutions pass quickly.
CONFIG = f"""config_interface: textconfig
display_library: term
memory: guest=32, host=32
romimage: file={SHARE}/BIOS-bochs-latest
vgaromimage: file={SHARE}/VGABIOS-lgpl-latest
cpu: model={CPU}, ips=20000000
clock: sync=none
log: log
panic: action=report
error: action=report
info: action=ignore
debug: action=ignore
"""


class Bochs:
    """A running Bochs with these lines of configuration, in `dir`."""

    def __init__(self, dir, *config):
        if not shutil.which('bochs') or not os.path.exists(SHARE):
            pytest.skip('bochs is not installed on this host')
        host, guest = os.openpty()
        tty.setraw(host)
        tty.setraw(guest)
        serial = f'com1: enabled=1, mode=term, dev={os.ttyname(guest)}\n'
        (dir / 'config').write_text(CONFIG + serial + ''.join(f'{line}\n' for line in config))
        (dir / 'commands').write_text('c\n')    # Debian's Bochs starts in its debugger
        self.process = pexpect.spawn('bochs', ['-q', '-f', 'config', '-rc', 'commands'],
                                     cwd=str(dir), encoding='latin-1', timeout=BOOT_S,
                                     dimensions=(30, 100), env=dict(os.environ, TERM='vt100'))
        # With its debugger Bochs shows the PC's screen on a pseudo-terminal of its own.
        self.process.expect('connected to screen "(.*?)"')
        self.vga = os.open(self.process.match[1], os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        tty.setraw(self.vga)
        self.guest = guest
        self.serial = pexpect.fdpexpect.fdspawn(host, encoding='latin-1', timeout=BOOT_S)
        self.drawn = ''

    def read_screen(self):
        """What was drawn since wait_screen() found something; both streams must be emptied."""
        try:
            while data := os.read(self.vga, 65536):
                self.drawn += data.decode('latin-1')
        except BlockingIOError:
            pass
        self.process.expect([pexpect.TIMEOUT, pexpect.EOF], timeout=0.05)
        return self.drawn

    def wait_screen(self, pattern, timeout=COMMAND_S):
        """Wait until text that matches is drawn, in one piece; forget all up to its end."""
        end = time.monotonic() + timeout
        while not (match := re.search(pattern, self.read_screen())):
            assert time.monotonic() < end, f'no {pattern!r} in {self.drawn[-2000:]!r}'
            time.sleep(0.1)
        self.drawn = self.drawn[match.end():]

    def type_line(self, text):
        """At a prompt on the screen: a key once the one before it is drawn, however late."""
        for c in text:
            self.read_screen()
            self.drawn = ''
            os.write(self.vga, c.encode())
            wait_for(self.read_screen, BOOT_S, lambda: f'{c!r} of {text!r} is not drawn', 0.02)

    def type(self, text):
        """A few keys, to a program that draws none: the keyboard keeps 16 scan codes."""
        for c in text:
            os.write(self.vga, c.encode())
            time.sleep(0.1 * SLOW)

    def expect(self, pattern, timeout=BOOT_S):
        """Wait for a regular expression on the serial port; the screen's output is taken, too."""
        end = time.monotonic() + timeout
        while self.serial.expect([pattern, pexpect.TIMEOUT], timeout=0.5):
            self.read_screen()
            assert time.monotonic() < end, f'no {pattern!r} in {self.serial.before[-2000:]!r}'

    def run(self, line):
        """A line of shell by the serial port, once its prompt is there; it has to succeed."""
        self.expect(PROMPT)
        self.serial.send(f'{line} && echo @"ok"@\n')
        self.expect('@ok@')

    def close(self):
        os.close(self.vga)
        self.process.close(force=True)
        self.serial.close()
        os.close(self.guest)
