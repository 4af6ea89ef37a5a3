# SPDX-License-Identifier: GPL-2.0-only
"""cpio archives (newc) for initrds, written directly: device nodes need no root."""
import gzip
import pathlib
import stat

CONSOLE = ('dev/console', stat.S_IFCHR | 0o600, b'', (5, 1))


def _entry(index, name, mode, data, device):
    numbers = (index, mode, 0, 0, 1, 0, len(data), 0, 0, *device, len(name) + 1, 0)
    head = b'070701' + b''.join(b'%08X' % n for n in numbers) + name.encode() + b'\0'
    pad = bytes(-len(head) % 4)
    return head + pad + data + bytes(-len(data) % 4)


def cpio(files, compress=False):
    """An archive of {name: bytes} and their folders; `init*`, `bin/*`, `sbin/*` are executable."""
    folders = sorted({'dev', *(str(p) for name in files for p in pathlib.PurePath(name).parents)}
                     - {'.'})
    entries = [(name, stat.S_IFDIR | 0o755, b'', (0, 0)) for name in folders] + [CONSOLE]
    for name, data in files.items():
        mode = 0o755 if name.startswith(('init', 'bin/', 'sbin/')) else 0o644
        entries.append((name, stat.S_IFREG | mode, data, (0, 0)))
    entries.append(('TRAILER!!!', 0, b'', (0, 0)))
    out = b''.join(_entry(i, *entry) for i, entry in enumerate(entries))
    out += bytes(-len(out) % 512)
    return gzip.compress(out, mtime=0) if compress else out
