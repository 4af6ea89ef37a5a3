# SPDX-License-Identifier: GPL-2.0-only
"""What the kernel must not have: configs/linux-absent and linux-absent-ARCH, in what was built."""
import re

from conftest import ARCH, TOP, product


def absent(configs):
    """Lines of configs/linux-absent: CONFIG_NAME, or else a regular expression for symbols."""
    for name in 'linux-absent', f'linux-absent-{ARCH}':
        for line in (TOP / 'configs' / name).read_text().splitlines():
            words = line.split('#')[0].split()
            if words and words[0].startswith('CONFIG_') == configs:
                yield words[0]


def test_config():
    options = set(re.findall(r'^(CONFIG_\w+)=[ym]', product('linux/.config').read_text(), re.M))
    listed = set(absent(configs=True))
    assert len(listed) >= 8, 'configs/linux-absent lists too little'
    assert 'CONFIG_KEXEC' in options, 'this is not our configuration'
    assert not options & listed


def test_symbols():
    symbols = re.findall(r'^\w+ \w (\S+)$', product('linux/System.map').read_text(), re.M)
    patterns = list(absent(configs=False))
    assert len(patterns) >= 5, 'configs/linux-absent lists too little'
    assert 'start_kernel' in symbols
    assert not [s for s in symbols if any(re.fullmatch(p, s) for p in patterns)]


def test_no_apic(pc):
    """Interrupts come by the 8259s, also in a 64-bit kernel, which has APIC drivers."""
    m = pc.shell(memory=128)
    lines = m.ok('cat /proc/interrupts').splitlines()
    assert [line for line in lines if re.match(r' *0: .*XT-PIC', line)], lines
    counted = [line for line in lines if re.match(r' *(LOC|SPU|RES|IWI): +[1-9]', line)]
    assert not counted
    if ARCH == 'x86_64':
        assert 'apic' not in re.search(r'^flags.*', m.ok('cat /proc/cpuinfo'), re.M)[0].split()
