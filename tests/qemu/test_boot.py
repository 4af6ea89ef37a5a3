# SPDX-License-Identifier: GPL-2.0-only
"""From the firmware to the prompt, on both consoles, on small machines."""
import re

import pexpect
import pytest

from conftest import TOP, kernel_args, product
from disks import drive
from machine import BOOT_S, PROMPT


def test_kernel_option(pc):
    """QEMU's -kernel reaches the prompt on the serial port and on the text screen."""
    m = pc.shell()
    assert 'bootshell' in m.ok('cat /proc/version') + m.ok('hostname; cat /proc/version')
    assert m.wait_screen(PROMPT.strip())


@pytest.mark.parametrize('interface', ['ide', 'virtio', 'usb-xhci'])
def test_disk_image(pc, disks, interface):
    """bootshell.img boots as a hard disk, to the prompt on both consoles."""
    image = disks.overlay(product('bootshell.img'))
    m = pc.start(*drive(image, interface)).prompt()
    assert m.wait_screen(PROMPT.strip())
    assert 'console=ttyS0' in m.ok('cat /proc/cmdline')


def test_486_with_16_mib(pc):
    m = pc.shell(cpu='486', memory=16)
    cpu = m.ok('cat /proc/cpuinfo')
    assert re.search(r'cpu family\s*: 4', cpu), cpu
    assert not re.search(r'flags.*\btsc\b', cpu), cpu


def reaches_prompt(pc, memory):
    """With so many MiB; a panic ends QEMU (panic=-1, no reboot)."""
    m = pc.start(*kernel_args('panic=-1'), cpu='486', memory=memory)
    found = m.serial.expect([re.escape(PROMPT), pexpect.EOF, pexpect.TIMEOUT], timeout=BOOT_S)
    m.close()
    return found == 0


def test_least_memory(pc, record_property):
    """The smallest -m that reaches the prompt is within configs/size-budget; says which."""
    budget = re.search(r'^memory_mib (\d+)$', (TOP / 'configs/size-budget').read_text(), re.M)
    least = None
    for memory in range(int(budget[1]), 5, -1):
        if not reaches_prompt(pc, memory):
            break
        least = memory
    record_property('least memory to the prompt, MiB', least)
    assert least, f'no prompt with the {budget[1]} MiB of configs/size-budget'
