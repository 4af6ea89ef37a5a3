# SPDX-License-Identifier: GPL-2.0-only
# bootshell.elf: kernel, initramfs and command line in one file, for multiboot, ELF and
# kexec loaders.

ELF_STUB := $(LOADERS)/elf/stub.bin
LOADER_ELF := $(patsubst loaders/elf/%,$(LOADERS)/elf/%.o,$(basename $(wildcard loaders/elf/*.[cS]))) \
	$(LOADER_RM)
# For `make size`.
LOADER_FILES += $(ELF_STUB)
BOOT_IMAGES += $(B)/bootshell.elf
IMAGE_FILES += $(B)/bootshell.elf

$(ELF_STUB): $(LOADER_ELF) loaders/elf/elf.ld
	$(call say,LD,$@)
	$(Q)ld -m elf_i386 --gc-sections --no-warn-rwx-segments --build-id=none -T loaders/elf/elf.ld \
		-Map=$(@:.bin=.map) $(filter %.o,$^) -o $(@:.bin=.elf)
	$(Q)objcopy -O binary -j .image $(@:.bin=.elf) $@
	$(Q)echo "  SIZE     $@ $$(stat -c %s $@) bytes"

$(B)/bootshell.elf: mkimage/mkelf mkimage/elfboot.py mkimage/diskboot.py $(ELF_STUB) \
		$(B)/vmlinuz $(INITRAMFS)
	$(call say,IMAGE,$@)
	$(Q)mkimage/mkelf --stub $(ELF_STUB) -i $(INITRAMFS) -a '$(IMAGE_ARGS)' $(B)/vmlinuz $@

images: $(B)/bootshell.elf
