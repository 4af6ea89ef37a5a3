# SPDX-License-Identifier: GPL-2.0-only
# What a TFTP server gives to machines that boot from the network.

PXE := $(B)/pxe
PXE_FILES := $(PXE)/bootshell.0 $(PXE)/vmlinuz $(PXE)/initramfs.cpio.xz $(PXE)/dnsmasq.conf
IMAGE_FILES += $(PXE_FILES)
# For `make size`.
LOADER_FILES += $(PXE)/bootshell.0

LOADER_PXE := $(patsubst loaders/pxe/%,$(LOADERS)/pxe/%.o,$(basename $(wildcard loaders/pxe/*.c loaders/pxe/*.S)))

$(PXE)/bootshell.0: $(LOADER_PXE) $(LOADER_RM) loaders/pxe/pxe.ld
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)ld -m elf_i386 --gc-sections --no-warn-rwx-segments --build-id=none -T loaders/pxe/pxe.ld \
		-Map=$(LOADERS)/pxe/bootshell.map $(filter %.o,$^) -o $(LOADERS)/pxe/bootshell.elf
	$(Q)objcopy -O binary -j .image $(LOADERS)/pxe/bootshell.elf $@
	$(Q)echo "  SIZE     $@ $$(stat -c %s $@) bytes"

$(PXE)/vmlinuz: $(B)/vmlinuz
$(PXE)/initramfs.cpio.xz: $(INITRAMFS)
$(PXE)/dnsmasq.conf: mkimage/dnsmasq.conf
$(PXE)/vmlinuz $(PXE)/initramfs.cpio.xz $(PXE)/dnsmasq.conf:
	$(call say,COPY,$@)
	$(Q)mkdir -p $(@D)
	$(Q)cp $< $@

images: $(PXE_FILES)
