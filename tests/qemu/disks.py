# SPDX-License-Identifier: GPL-2.0-only
"""Disk images with known content, made without root and without loop devices."""
import hashlib
import os
import pathlib
import random
import shutil
import subprocess

import pytest

MIB = 1 << 20
SECTOR = 512
UUID = '2b3c9a1e-0000-4000-8000-626f6f747368'
ENV = dict(os.environ, PATH=os.environ['PATH'] + ':/usr/sbin:/sbin', MTOOLS_SKIP_CHECK='1')


def tool(*command, **options):
    """Run a host tool; one that is missing skips the test that needs it, by name."""
    if not shutil.which(command[0], path=ENV['PATH']):
        pytest.skip(f'{command[0]} is not installed on this host')
    subprocess.run([str(c) for c in command], check=True, env=ENV, stdout=subprocess.DEVNULL,
                   stderr=subprocess.PIPE, **options)


def sha256(path):
    h = hashlib.sha256()
    with open(path, 'rb') as f:
        for block in iter(lambda: f.read(MIB), b''):
            h.update(block)
    return h.hexdigest()


def content(size, seed):
    """Bytes that do not compress, the same for the same seed."""
    return random.Random(seed).randbytes(size)


class Disks:
    """Makes image files below one folder."""

    def __init__(self, dir):
        self.dir = pathlib.Path(dir)
        self.count = 0

    def new(self, suffix):
        self.count += 1
        return self.dir / f'{os.getpid()}-{self.count}.{suffix}'

    def raw(self, size, seed=1):
        """A whole disk of random bytes, so that any wrong sector shows."""
        path = self.new('img')
        path.write_bytes(content(size, seed))
        return path

    def tree(self, files):
        """A folder with these files: {name: bytes or path}."""
        root = self.new('tree')
        root.mkdir()
        for name, data in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else pathlib.Path(data).read_bytes())
        return root

    def ext4(self, files, size=32 * MIB, label='ext'):
        path = self.new('ext4')
        with open(path, 'wb') as f:
            f.truncate(size)
        tool('mkfs.ext4', '-q', '-F', '-L', label, '-U', UUID, '-E', f'hash_seed={UUID}',
             '-d', self.tree(files), path)
        return path

    def fat(self, files, size=32 * MIB, label='FAT'):
        """FAT of the width that mkfs.fat chooses for the size; a 1,440 KiB image is a floppy."""
        path = self.new('fat')
        with open(path, 'wb') as f:
            f.truncate(size)
        tool('mkfs.fat', '-n', label, '-i', '20021118', path)
        root = self.tree(files)
        for child in sorted(root.iterdir()):
            tool('mcopy', '-s', '-i', path, child, '::')
        return path

    def iso(self, files, label='CDROM'):
        path = self.new('iso')
        tool('xorriso', '-as', 'mkisofs', '-quiet', '-J', '-R', '-V', label, '-o', path,
             self.tree(files))
        return path

    def partitioned(self, *parts, table='dos', tail=MIB):
        """A disk with these image files as its partitions, MBR ('dos') or 'gpt'."""
        path = self.new('img')
        sectors = [(os.path.getsize(p) + MIB - 1) // MIB * MIB // SECTOR for p in parts]
        start = MIB // SECTOR
        script = [f'label: {table}', f'label-id: {UUID if table == "gpt" else "0x20021118"}']
        starts = []
        for n in sectors:
            kind = '' if table == 'gpt' else ', type=83'
            script.append(f'start={start}, size={n}{kind}')
            starts.append(start)
            start += n
        with open(path, 'wb') as f:
            f.truncate(start * SECTOR + tail)
        tool('sfdisk', '-q', path, input='\n'.join(script).encode())
        with open(path, 'r+b') as f:
            for p, at in zip(parts, starts):
                f.seek(at * SECTOR)
                f.write(pathlib.Path(p).read_bytes())
        return path

    def sparse(self, size, writes=()):
        """A disk of any size with (offset, bytes) written to it; the rest takes no room."""
        path = self.new('img')
        with open(path, 'wb') as f:
            f.truncate(size)
            for offset, data in writes:
                f.seek(offset)
                f.write(data)
        return path

    def overlay(self, image):
        """A disk that reads as `image` and keeps what is written to itself."""
        path = self.new('qcow2')
        tool('qemu-img', 'create', '-q', '-f', 'qcow2', '-b', image, '-F', 'raw', path)
        return path


DEVICES = {
    'ide': 'ide-hd,bus=ide.{bus},unit={unit}',
    'ahci': 'ide-hd,bus=ahci.{index}',
    'q35': 'ide-hd,bus=ide.{index}',  # the AHCI that machine q35 has
    'virtio': 'virtio-blk-pci',
    'nvme': 'nvme,serial=b{index}',
    'usb-ehci': 'usb-storage,bus=ehci.0',
    'usb-xhci': 'usb-storage,bus=xhci.0',
    'cd': 'ide-cd,bus=ide.1,unit=0',
    'floppy': 'floppy',
}
CONTROLLERS = {
    'ahci': ['-device', 'ahci,id=ahci'],
    'usb-ehci': ['-device', 'usb-ehci,id=ehci'],
    'usb-xhci': ['-device', 'qemu-xhci,id=xhci'],
}


def drive(path, interface, index=0, readonly=False, bad_sector=None, rate=None):
    """QEMU arguments for an image on an interface; reads of `bad_sector` fail with EIO, and no
    more than `rate` bytes a second are read."""
    driver = 'qcow2' if str(path).endswith('.qcow2') else 'raw'
    device = DEVICES[interface].format(index=index, bus=index // 2, unit=index % 2)
    args = ['-blockdev', f'driver=file,filename={path},node-name=f{index},cache.no-flush=on'
            + (',read-only=on' if readonly else '')]
    below = f'f{index}'
    if bad_sector is not None:
        fault = f'driver=blkdebug,image={below},node-name=e{index}'
        for n, event in enumerate(('read_aio', 'write_aio')):
            fault += (f',inject-error.{n}.event={event},inject-error.{n}.errno=5'
                      f',inject-error.{n}.sector={bad_sector}')
        args += ['-blockdev', fault]
        below = f'e{index}'
    if rate:
        args += ['-object', f'throttle-group,id=t{index},x-bps-read={rate}', '-blockdev',
                 f'driver=throttle,throttle-group=t{index},file={below},node-name=s{index}']
        below = f's{index}'
    args += ['-blockdev', f'driver={driver},file={below},node-name=d{index}'
             + (',read-only=on' if readonly else '')]
    return args + CONTROLLERS.get(interface, []) + ['-device', f'{device},drive=d{index}']
