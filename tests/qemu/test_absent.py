# SPDX-License-Identifier: GPL-2.0-only
"""What the kernel must not have: configs/linux-absent and linux-absent-ARCH, in what was built."""
import re

import pytest

from conftest import ARCH, TOP, product


SOURCE = 'src/linux'
FUNCTION = re.compile(r'^[a-z][\w \t*]*?(\w+)\(', re.M)


def absent(configs, arch=ARCH):
    """Lines of configs/linux-absent, in words: CONFIG_NAME, or else a regular expression for
    symbols and the file of Linux that has such."""
    for name in 'linux-absent', f'linux-absent-{arch}':
        for line in (TOP / 'configs' / name).read_text().splitlines():
            words = line.split('#')[0].split()
            if words and words[0].startswith('CONFIG_') == configs:
                yield words


def test_config():
    options = set(re.findall(r'^(CONFIG_\w+)=[ym]', product('linux/.config').read_text(), re.M))
    assert 'CONFIG_KEXEC' in options, 'this is not our configuration'
    assert not options & {option for option, *_ in absent(configs=True)}


def test_symbols():
    symbols = re.findall(r'^\w+ \w (\S+)$', product('linux/System.map').read_text(), re.M)
    assert 'start_kernel' in symbols
    patterns = [pattern for pattern, *_ in absent(configs=False)]
    assert not [s for s in symbols if any(re.fullmatch(p, s) for p in patterns)]


@pytest.mark.parametrize('arch', ['i386', 'x86_64'])
def test_names_exist(arch):
    """What is listed is known to Linux by that name: otherwise nothing would be looked for."""
    known = set()
    for path in product(SOURCE).rglob('Kconfig*'):
        known.update(re.findall(r'^\s*(?:menu)?config (\w+)', path.read_text(), re.M))
    options = [option.removeprefix('CONFIG_') for option, *_ in absent(True, arch)]
    assert len(options) >= 8 and not set(options) - known
    for pattern, path, *_ in absent(False, arch):
        functions = FUNCTION.findall(product(f'{SOURCE}/{path}').read_text())
        assert any(re.fullmatch(pattern, name) for name in functions), f'{path}: no {pattern}'


def test_no_apic(pc):
    """Interrupts come by the 8259s, also in a 64-bit kernel, which has APIC drivers."""
    m = pc.shell(memory=128)
    lines = m.ok('cat /proc/interrupts').splitlines()
    assert [line for line in lines if re.match(r' *0: .*XT-PIC', line)], lines
    counted = [line for line in lines if re.match(r' *(LOC|SPU|RES|IWI): +[1-9]', line)]
    assert not counted
    if ARCH == 'x86_64':
        assert 'apic' not in re.search(r'^flags.*', m.ok('cat /proc/cpuinfo'), re.M)[0].split()
