# SPDX-License-Identifier: GPL-2.0-only
"""Our images under another emulator with another BIOS: Bochs."""
import os
import pathlib
import shutil
import time

import pexpect
import pytest

from conftest import product
from machine import BOOT_S, PROMPT

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


@pytest.mark.parametrize('name', MEDIA)
def test_bochs(name, tmp_path):
    """From the loader's first line to the prompt, on the serial port."""
    if not shutil.which('bochs') or not os.path.exists(BOCHS):
        pytest.skip('bochs is not installed on this host')
    options, line = MEDIA[name]
    shutil.copyfile(product(name), tmp_path / name)
    (tmp_path / 'config').write_text(CONFIG + options)
    (tmp_path / 'commands').write_text('c\n')   # Debian's Bochs starts in its debugger
    screen = pexpect.spawn('bochs', ['-q', '-f', 'config', '-rc', 'commands'], cwd=str(tmp_path),
                           dimensions=(30, 100), encoding='latin-1')
    serial = pathlib.Path(tmp_path / 'serial')
    said = ''
    end = time.monotonic() + BOOT_S
    try:
        while PROMPT not in said:
            ended = screen.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=0.5) == 0
            said = serial.read_text('latin-1') if serial.exists() else ''
            assert not ended and time.monotonic() < end, said[-2000:] or screen.before[-2000:]
    finally:
        screen.close(force=True)
    assert line in said
