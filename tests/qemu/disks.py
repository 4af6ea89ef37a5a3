# SPDX-License-Identifier: GPL-2.0-only
"""Disk images with known content, made without root and without loop devices."""
import hashlib
import os
import pathlib
import random
import subprocess

MIB = 1 << 20
SECTOR = 512
UUID = '2b3c9a1e-0000-4000-8000-626f6f747368'
ENV = dict(os.environ, PATH=os.environ['PATH'] + ':/usr/sbin:/sbin', MTOOLS_SKIP_CHECK='1')


def tool(*command, **options):
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
        """A disk of any size with (offset, bytes) written to it, as qcow2 to stay small."""
        path = self.new('img')
        with open(path, 'wb') as f:
            f.truncate(size)
            for offset, data in writes:
                f.seek(offset)
                f.write(data)
        return path


def drive(path, interface, index=0, **options):
    """QEMU arguments for a disk image on an interface, by the name used in test ids."""
    readonly = options.pop('readonly', False)
    fmt = options.pop('format', 'raw')
    node = f'd{index}'
    spec = f'file={path},format={fmt},if=none,id={node},cache=unsafe' + \
        (',readonly=on' if readonly else '')
    device = {
        'ide': f'ide-hd,drive={node},bus=ide.{index // 2},unit={index % 2}',
        'ahci': f'ide-hd,drive={node},bus=ahci.{index}',
        'virtio': f'virtio-blk-pci,drive={node}',
        'nvme': f'nvme,drive={node},serial=b{index}',
        'usb-ehci': f'usb-storage,drive={node},bus=ehci.0',
        'usb-xhci': f'usb-storage,drive={node},bus=xhci.0',
        'cd': f'ide-cd,drive={node},bus=ide.1,unit=0',
        'floppy': f'floppy,drive={node}',
    }[interface]
    controller = {
        'ahci': ['-device', 'ahci,id=ahci'],
        'usb-ehci': ['-device', 'usb-ehci,id=ehci'],
        'usb-xhci': ['-device', 'qemu-xhci,id=xhci'],
    }.get(interface, []) if not options.pop('shared_controller', False) else []
    return controller + ['-drive', spec, '-device', device]
