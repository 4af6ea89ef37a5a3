# SPDX-License-Identifier: GPL-2.0-only
# biostest: a bzImage for any loader, and a floppy image that starts it by itself.

BIOSTEST := $(B)/biostest.bz $(B)/biostest.flp
IMAGE_FILES += $(BIOSTEST)
# For `make size`.
LOADER_FILES += $(B)/biostest.bz
BIOSTEST_BIN := $(LOADERS)/biostest/biostest.bin

# The runtime of all loaders, but with its own console and end.
BIOSTEST_OBJ := $(patsubst loaders/biostest/%,$(LOADERS)/biostest/%.o,$(filter-out loaders/biostest/bzimage,\
	$(basename $(wildcard loaders/biostest/*.c loaders/biostest/*.S)))) \
	$(filter-out $(LOADERS)/rm/console.o $(LOADERS)/rm/fail.o,$(LOADER_RM))

$(BIOSTEST_BIN): $(BIOSTEST_OBJ) loaders/biostest/biostest.ld
	$(call say,LD,$@)
	$(Q)ld -m elf_i386 --gc-sections --no-warn-rwx-segments --build-id=none \
		-T loaders/biostest/biostest.ld -Map=$(@:.bin=.map) $(filter %.o,$^) -o $(@:.bin=.elf)
	$(Q)objcopy -O binary -j .image $(@:.bin=.elf) $@

$(B)/biostest.bz: loaders/biostest/bzimage.S include/diskboot.h $(BIOSTEST_BIN)
	$(call say,AS,$@)
	$(Q)gcc -m32 $(LOADER_INC) -DBIOSTEST_BIN='"$(BIOSTEST_BIN)"' -c $< -o $(LOADERS)/biostest/bzimage.o
	$(Q)ld -m elf_i386 -Ttext 0x7c00 -e _start --build-id=none $(LOADERS)/biostest/bzimage.o \
		-o $(LOADERS)/biostest/bzimage.elf
	$(Q)objcopy -O binary -j .text $(LOADERS)/biostest/bzimage.elf $@
	$(Q)echo "  SIZE     $@ $$(stat -c %s $@) bytes"

# As an image of ours without kernel and initramfs: a FAT floppy, for reports and other programs.
$(B)/biostest.flp: $(BIOSTEST_BIN) $(LOADERS)/mbr/mbr.bin mkimage/install-loader mkimage/diskboot.py
	$(call say,IMAGE,$@)
	$(Q)rm -f $@
	$(Q)truncate -s 1440K $@
	$(Q)PATH=$$PATH:/sbin:/usr/sbin mkfs.fat --invariant -F 12 -n BIOSTEST -i 62734254 \
		-R $$((6 + $$(stat -c %s $<) / 512)) $@ >/dev/null
	$(Q)mkimage/install-loader $@ $(LOADERS)/mbr/mbr.bin $< /dev/null /dev/null pause

.PHONY: biostest
## biostest: build the program that tries a PC's firmware, as bzImage and as floppy image
biostest: deps $(BIOSTEST)
