# SPDX-License-Identifier: GPL-2.0-only
# The toolchain, the initramfs, the images and what a TFTP server gives, in the order they are made.

include mkimage/toolchain.mk
include mkimage/busybox.mk
include mkimage/initramfs.mk
include mkimage/images.mk
include mkimage/pxe.mk
include mkimage/biostest.mk
include mkimage/elf.mk
include mkimage/lkrn.mk
include mkimage/disks.mk
include mkimage/checks.mk
