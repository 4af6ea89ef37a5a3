# SPDX-License-Identifier: GPL-2.0-only
"""Our images under another emulator with another BIOS: Bochs."""
import shutil

import pytest

from bochs import Bochs
from conftest import product

MEDIA = {
    'bootshell.flp': ('floppya: 2_88=bootshell.flp, status=inserted', 'boot: floppy',
                      'drive 0h, CHS'),
    'bootshell.img': ('ata0-master: type=disk, path=bootshell.img, mode=flat', 'boot: disk',
                      'drive 80h, EDD'),
    'bootshell.iso': ('ata0-master: type=cdrom, path=bootshell.iso, status=inserted',
                      'boot: cdrom', 'drive e0h, EDD'),
}


def ask(bochs, command):
    """Typed on the PC's keyboard, answered on its serial port."""
    # Bochs draws 24 of the 25 lines: away from the last one.
    bochs.run(r"printf '\033[H\033[J' >/dev/tty0")
    bochs.type_line(f'\r({command}; echo status=$?) >/dev/ttyS0\r')
    bochs.expect(r'status=\d+')
    return bochs.serial.before + bochs.serial.after


@pytest.mark.parametrize('name', MEDIA)
def test_bochs(name, tmp_path):
    """From the loader's first line to the prompt; and the firmware's state is as it was."""
    *config, line = MEDIA[name]
    shutil.copyfile(product(name), tmp_path / name)
    bochs = Bochs(tmp_path, *config)
    try:
        bochs.expect(line)
        said = ask(bochs, 'bios diff')
        # Keys were pressed, so much is sure to differ.
        assert "keyboard buffer's head" in said and 'DIFFERS' not in said, said
        assert "the firmware's state is what it was\nstatus=0" in said.replace('\r', ''), said
    finally:
        bochs.close()
