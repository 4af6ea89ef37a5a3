# SPDX-License-Identifier: GPL-2.0-only
"""Fixtures: the built products, scratch disks, and machines that are ended after each test."""
import os
import pathlib
import shutil

import pytest

import disks as disks_module
from machine import Machine

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get('BUILD', TOP / 'build/i386')).resolve()
ARCH = BUILD.name
# A kernel of Debian that runs programs of this flavour, and the machine that it says it is.
DEBIAN, MACHINE = ('686', 'i686') if ARCH == 'i386' else ('cloud-amd64', 'x86_64')
# bootshell.img's own command line; -kernel boots say the same.
CMDLINE = 'console=ttyS0,115200 console=tty0'


def product(name):
    """A built file; a test that needs one which is not there has to fail, not to skip."""
    path = BUILD / name
    assert path.exists(), f'{path} is missing: make image'
    return path


def kernel_args(append='', initramfs=None):
    """Start our kernel by QEMU's own loader."""
    return ['-kernel', product('vmlinuz'), '-initrd', initramfs or product('initramfs.cpio.xz'),
            '-append', f'{CMDLINE} {append}'.strip()]


class Starter:
    """Makes machines and ends them all."""

    def __init__(self, dir):
        self.dir = dir
        self.machines = []

    def start(self, *args, **options):
        qemu = options.setdefault('qemu', f'qemu-system-{ARCH}')
        if not shutil.which(qemu):
            pytest.skip(f'{qemu} is not installed on this host')
        if ARCH != 'i386' and options.get('cpu') == '486':
            pytest.skip('a 486 is for the 32-bit flavour')
        m = Machine(str(self.dir), [a for a in args], **options)
        self.machines.append(m)
        return m

    def shell(self, *args, append='', **options):
        """Boot our kernel with -kernel, to the prompt."""
        return self.start(*kernel_args(append), *args, **options).prompt()

    def close(self):
        for m in self.machines:
            m.close()


def starter(dir):
    s = Starter(dir)
    yield s
    s.close()


@pytest.fixture
def pc(tmp_path):
    yield from starter(tmp_path)


@pytest.fixture(scope='module')
def shared_pc(tmp_path_factory):
    """For machines that several tests of a module use one after the other."""
    yield from starter(tmp_path_factory.mktemp('pc'))


@pytest.fixture(scope='session')
def disks(tmp_path_factory):
    """Makes disk images; they go when the tests have ended, the logs stay."""
    made = disks_module.Disks(tmp_path_factory.mktemp('disks'))
    yield made
    shutil.rmtree(made.dir)


# The files with the longest tests, which start first: no worker ends long after the others.
LONGEST = ('test_targets.py', 'test_netboot.py', 'test_net.py', 'test_dnsmasq.py', 'test_dropin.py',
           'test_dropin_crash.py', 'test_bochs_programs.py')


def pytest_collection_modifyitems(items):
    """The order of tests, and (--dist loadgroup) which share a machine: these go to one worker."""
    items.sort(key=lambda item: item.path.name not in LONGEST)
    for item in items:
        if 'shared_pc' in item.fixturenames:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


def pytest_terminal_summary(terminalreporter):
    """What tests measured (record_property), in lines before the closing one."""
    for report in terminalreporter.getreports('passed'):
        for name, value in report.user_properties:
            terminalreporter.write_line(f'measured: {name}: {value}')


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A failed test shows what its machines said on their serial ports."""
    outcome = yield
    report = outcome.get_result()
    if report.when == 'call' and report.failed:
        for name in ('pc', 'shared_pc'):
            for m in getattr(item.funcargs.get(name), 'machines', []):
                report.sections.append((f'serial port ({m.log_path})', m.tail()))
