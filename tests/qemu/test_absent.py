# SPDX-License-Identifier: GPL-2.0-only
"""What the kernel must not have: configs/linux-absent against .config and System.map."""
import re

from conftest import TOP, product


def absent(configs):
    """Lines of configs/linux-absent: CONFIG_NAME, or else a regular expression for symbols."""
    for line in (TOP / 'configs/linux-absent').read_text().splitlines():
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
