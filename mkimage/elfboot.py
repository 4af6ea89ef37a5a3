# SPDX-License-Identifier: GPL-2.0-only
"""ELF32 images as mkelf makes them: the blocks of include/elfboot.h, and the ELFBoot notes.

The notes' names and numbers are those of Etherboot's include/elf_boot.h, which mkelfImage used.
Their checksum is that of an IP header (RFC 1071), taken over the ELF header, the program headers
and the memory of each PT_LOAD; the notes themselves lie in none.
"""
import array
import struct
import zlib

from diskboot import Refused

AT_SELF, AT_LIST, AT_LONG, PARTS = 1, 16, 144, 8
LOAD = 0x7c00               # where the stub runs
LIST_BYTES = 24 + 12 * PARTS
PT_LOAD, PT_NOTE = 1, 4
EHDR, PHDR = '<16sHHIIIIIHHHHHH', '<8I'
EHDR_BYTES, PHDR_BYTES = 52, 32
PAGE = 4096
NOTE_NAME, NOTE_VERSION, NOTE_CHECKSUM = 1, 2, 3
MULTIBOOT = struct.pack('<III', 0x1badb002, 0, -0x1badb002 & 0xffffffff)


def pages(n):
    return (n + PAGE - 1) // PAGE * PAGE


def ip_sum(chunks):
    """The checksum of these bytes, one after the other."""
    total = 0
    odd = False
    for chunk in chunks:
        part = sum(array.array('H', chunk + bytes(len(chunk) % 2)))
        while part >> 16:
            part = (part & 0xffff) + (part >> 16)
        total += (part >> 8 | (part & 0xff) << 8) if odd else part
        odd ^= len(chunk) % 2 == 1
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def note(kind, desc):
    """An ELF note of the name ELFBoot."""
    return struct.pack('<III8s', 8, len(desc), kind, b'ELFBoot\0') + desc + bytes(-len(desc) % 4)


def headers(image):
    """Program headers of an ELF32 file: type, offset, vaddr, paddr, filesz, memsz, flags, align."""
    if image[:7] != b'\x7fELF\1\1\1' or len(image) < EHDR_BYTES:
        raise Refused('it is no ELF32 file')
    fields = struct.unpack_from(EHDR, image)
    phoff, entsize, count = fields[5], fields[9], fields[10]
    if entsize != PHDR_BYTES or phoff + count * PHDR_BYTES > len(image):
        raise Refused('its program headers are damaged')
    found = [struct.unpack_from(PHDR, image, phoff + i * PHDR_BYTES) for i in range(count)]
    for kind, offset, _, _, filesz, memsz, _, _ in found:
        if kind == PT_LOAD and (offset + filesz > len(image) or memsz < filesz):
            raise Refused('its segments are damaged')
    return found


def image_sum(image):
    """What the checksum note of an image should say; the note lies outside of all segments."""
    phoff, = struct.unpack_from('<I', image, 28)
    found = headers(image)
    chunks = [image[:EHDR_BYTES], image[phoff:phoff + len(found) * PHDR_BYTES]]
    for kind, offset, _, _, filesz, memsz, _, _ in found:
        if kind == PT_LOAD:
            chunks += [image[offset:offset + filesz], bytes((memsz - filesz) % 2)]
    return ip_sum(chunks)


def at_checksum(image):
    """Offset of the checksum note's two bytes; None if the image has no such note."""
    for kind, offset, _, _, filesz, _, _, _ in headers(image):
        at = offset
        while kind == PT_NOTE and at + 12 <= min(offset + filesz, len(image)):
            namesz, descsz, number = struct.unpack_from('<III', image, at)
            desc = at + 12 + (namesz + 3) // 4 * 4
            if image[at + 12:at + 20] == b'ELFBoot\0' and (number, descsz) == (NOTE_CHECKSUM, 2):
                return desc
            at = desc + (descsz + 3) // 4 * 4
    return None


def renew(image):
    """Make the checksum note of an image, a bytearray, right."""
    at = at_checksum(image)
    if at is not None:
        struct.pack_into('<H', image, at, image_sum(image))


def build(segments, entry, name, version):
    """An ELF32 image that is a multiboot one, too; segments are (address, bytes, memory bytes)."""
    notes = (note(NOTE_NAME, name.encode() + b'\0') + note(NOTE_VERSION, version.encode() + b'\0')
             + note(NOTE_CHECKSUM, bytes(2)))
    count = len(segments) + 1
    at_notes = EHDR_BYTES + count * PHDR_BYTES
    offset = pages(at_notes + len(notes) + len(MULTIBOOT))
    out = bytearray(struct.pack(EHDR, b'\x7fELF\1\1\1', 2, 3, 1, entry, EHDR_BYTES, 0, 0,
                                EHDR_BYTES, PHDR_BYTES, count, 0, 0, 0))
    out += struct.pack(PHDR, PT_NOTE, at_notes, 0, 0, len(notes), 0, 4, 4)
    for address, data, memory in segments:
        out += struct.pack(PHDR, PT_LOAD, offset, address, address, len(data), memory, 7, PAGE)
        offset += pages(len(data))
    out += notes + MULTIBOOT
    for _, data, _ in segments:
        out += bytes(-len(out) % PAGE) + data
    renew(out)
    return out


class Stub:
    """loaders/elf/stub.bin, to be filled in."""

    def __init__(self, image):
        at = struct.unpack_from('<4sIHHII', image, AT_LIST)
        if at[0] != b'BSEL' or at[2] != 1 or at[4] != len(image):
            raise Refused('it is no stub of this version')
        self.image, self.memory = image, at[5]

    def fill(self, address, entry, parts, args):
        """The stub's bytes for a place in memory; parts are (address, bytes) or None."""
        out = bytearray(self.image)
        struct.pack_into('<I', out, AT_SELF, address)
        struct.pack_into('<II', out, AT_LIST + 4, 0, 1)
        struct.pack_into('<I', out, AT_LIST + 20, entry)
        for i, part in enumerate(parts):
            if part:
                struct.pack_into('<III', out, AT_LIST + 24 + 12 * i, part[0], len(part[1]),
                                 zlib.crc32(part[1]))
        struct.pack_into('<I', out, AT_LIST + 4, zlib.crc32(out))
        return bytes(out) + args
