# SPDX-License-Identifier: GPL-2.0-only
# The initramfs: rootfs/, BusyBox, kexec and their links, packed without root.

INITRAMFS := $(B)/initramfs.cpio.xz
# Folders too: their time tells that a file has gone.
ROOTFS_FILES := $(shell find rootfs -path rootfs/menu -prune -o -print)
# The rule is in kexec/build.mk.
KEXEC := $(if $(wildcard kexec/build.mk),$(B)/bin/kexec)
IMAGE_FILES += $(INITRAMFS)

# The kernel's own packer takes owners and device nodes from a list.
$(B)/tools/gen_init_cpio: | $(B)/src/linux/.unpacked
	$(call say,HOSTCC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc -O2 -o $@ $(B)/src/linux/usr/gen_init_cpio.c

# What is packed, with the one date that every file gets.
$(B)/initramfs.list: mkimage/initramfs-list $(ROOTFS_FILES) $(BUSYBOX)/busybox $(KEXEC) $(B)/biostest.bz
	$(call say,GEN,$@)
	$(Q)rm -rf $(B)/rootfs
	$(Q)cp -r rootfs $(B)/rootfs
	$(Q)rm -rf $(B)/rootfs/menu $(B)/rootfs/build.mk
	$(Q)cp $(BUSYBOX)/busybox $(KEXEC) $(B)/rootfs/bin/
	$(Q)mkdir $(B)/rootfs/boot && cp $(B)/biostest.bz $(B)/rootfs/boot/biostest
	$(Q)find $(B)/rootfs -exec touch -d @$(SOURCE_DATE_EPOCH) {} +
	$(Q)mkimage/initramfs-list $(B)/rootfs $(BUSYBOX)/busybox.links >$@

# The dictionary decides how much memory unpacking needs: 1 MiB is enough to see
# the whole archive. --x86 makes calls to one function look alike (the kernel's
# XZ_DEC_X86 undoes it). The kernel knows no other check than CRC32.
$(INITRAMFS): $(B)/initramfs.list $(B)/tools/gen_init_cpio mkimage/initramfs.mk
	$(call say,PACK,$@)
	$(Q)$(B)/tools/gen_init_cpio -t $(SOURCE_DATE_EPOCH) $< >$(B)/initramfs.cpio
	$(Q)xz --format=xz --check=crc32 --x86 --lzma2=preset=9e,dict=1MiB,pb=0 --threads=1 --stdout $(B)/initramfs.cpio >$@
