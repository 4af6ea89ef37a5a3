# SPDX-License-Identifier: GPL-2.0-only
"""Our images under another emulator with another BIOS: Bochs."""
import os
import shutil
import time
import tty

import pexpect
import pytest

from conftest import product
from machine import BOOT_S, PROMPT, SLOW

BOCHS = '/usr/share/bochs'
# `ips`: emulated time per instruction; few, so that a floppy's revolutions pass quickly.
CONFIG = f"""config_interface: textconfig
display_library: term
memory: guest=32, host=32
romimage: file={BOCHS}/BIOS-bochs-latest
vgaromimage: file={BOCHS}/VGABIOS-lgpl-latest
cpu: model=pentium, ips=20000000
clock: sync=none
com1: enabled=1, mode=file, dev=serial
log: log
panic: action=report
error: action=report
info: action=ignore
debug: action=ignore
"""
MEDIA = {
    'bootshell.flp': ('floppya: 2_88=bootshell.flp, status=inserted\nboot: floppy\n',
                      'drive 0h, CHS'),
    'bootshell.img': ('ata0-master: type=disk, path=bootshell.img, mode=flat\nboot: disk\n',
                      'drive 80h, EDD'),
    'bootshell.iso': ('ata0-master: type=cdrom, path=bootshell.iso, status=inserted\nboot: cdrom\n',
                      'drive e0h, EDD'),
}


class Bochs:
    """A running Bochs: keys by its terminal, what it says by its serial port's file."""

    def __init__(self, dir):
        self.serial = dir / 'serial'
        self.process = pexpect.spawn('bochs', ['-q', '-f', 'config', '-rc', 'commands'],
                                     cwd=str(dir), dimensions=(30, 100), encoding='latin-1')
        # With its debugger Bochs shows the PC's screen on a pseudo-terminal of its own.
        self.process.expect('connected to screen "(.*?)"')
        self.keys = os.open(self.process.match[1], os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        tty.setraw(self.keys)

    def wait(self, text, timeout):
        """What the serial port has said, once `text` is in it; None after `timeout` seconds."""
        end = time.monotonic() + timeout
        while True:
            ended = self.process.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=0.5) == 0
            said = self.serial.read_text('latin-1') if self.serial.exists() else ''
            if text in said:
                return said
            assert not ended, said[-2000:] or self.process.before[-2000:]
            if time.monotonic() > end:
                return None

    def type(self, text):
        for c in text:      # its keyboard keeps 16 scan codes
            os.write(self.keys, c.encode())
            time.sleep(0.1 * SLOW)

    def close(self):
        os.close(self.keys)
        self.process.close(force=True)


@pytest.mark.parametrize('name', MEDIA)
def test_bochs(name, tmp_path):
    """From the loader's first line to the prompt; and the firmware's state is as it was."""
    if not shutil.which('bochs') or not os.path.exists(BOCHS):
        pytest.skip('bochs is not installed on this host')
    options, line = MEDIA[name]
    shutil.copyfile(product(name), tmp_path / name)
    (tmp_path / 'config').write_text(CONFIG + options)
    (tmp_path / 'commands').write_text('c\n')   # Debian's Bochs starts in its debugger
    bochs = Bochs(tmp_path)
    try:
        said = bochs.wait(PROMPT, BOOT_S)
        assert said and line in said, said
        for _ in range(3):  # a slow host may lose keys
            bochs.type('\r(bios diff; echo status=$?) >/dev/ttyS0\r')
            said = bochs.wait('status=', 30 * SLOW)
            if said:
                break
        # Keys were pressed, so much is sure to differ.
        assert said and "keyboard buffer's head" in said and 'DIFFERS' not in said
        assert "the firmware's state is what it was\nstatus=0" in said.replace('\r', '')
    finally:
        bochs.close()
