# SPDX-License-Identifier: GPL-2.0-only
# The loaders: 16-bit code that runs before Linux.
#
# Borders: a loader sees include/ and loaders/rm, by the -I paths below.

LOADERS := $(B)/loaders
LOADER_INC := -Iinclude -Iloaders/rm
LOADER_CFLAGS := -m16 -march=i386 -mtune=i386 -Os -mregparm=3 -mpreferred-stack-boundary=2 \
	-ffreestanding -fno-pic -fno-pie -fno-stack-protector -fcf-protection=none -fomit-frame-pointer \
	-fno-asynchronous-unwind-tables -fno-strict-aliasing -ffunction-sections -mno-sse -mno-mmx \
	-mgeneral-regs-only -fno-jump-tables -fno-tree-loop-distribute-patterns \
	--param=min-pagesize=0 $(KEXEC_WARN)

LOADER_RM := $(patsubst loaders/rm/%,$(LOADERS)/rm/%.o,$(basename $(wildcard loaders/rm/*.c loaders/rm/*.S)))
LOADER_DISK := $(patsubst loaders/disk/%,$(LOADERS)/disk/%.o,$(basename $(wildcard loaders/disk/*.c loaders/disk/*.S)))

$(LOADERS)/%.o: loaders/%.c loaders/build.mk | deps
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(LOADER_CFLAGS) $(LOADER_INC) -MMD -MP -c $< -o $@

$(LOADERS)/%.o: loaders/%.S loaders/build.mk | deps
	$(call say,AS,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc -m32 $(LOADER_INC) -MMD -MP -c $< -o $@

-include $(wildcard $(LOADERS)/*/*.d)

# Boot records: the assembler's .org keeps each part in its place.
$(LOADERS)/mbr/mbr.bin: ORIGIN := 0x7c00
$(LOADERS)/eltorito/eltorito.bin: ORIGIN := 0x600
$(LOADERS)/mbr/mbr.bin $(LOADERS)/eltorito/eltorito.bin: %.bin: %.o
	$(call say,LD,$@)
	$(Q)ld -m elf_i386 -Ttext $(ORIGIN) -e _start -o $*.elf $<
	$(Q)objcopy -O binary -j .text $*.elf $@

$(LOADERS)/disk/stage2.bin: $(LOADER_DISK) $(LOADER_RM) loaders/disk/stage2.ld
	$(call say,LD,$@)
	$(Q)ld -m elf_i386 --gc-sections --no-warn-rwx-segments --build-id=none -T loaders/disk/stage2.ld \
		-Map=$(@:.bin=.map) $(filter %.o,$^) -o $(@:.bin=.elf)
	$(Q)objcopy -O binary -j .image $(@:.bin=.elf) $@
	$(Q)echo "  SIZE     $@ $$(stat -c %s $@) bytes"

LOADER_FILES := $(LOADERS)/mbr/mbr.bin $(LOADERS)/eltorito/eltorito.bin $(LOADERS)/disk/stage2.bin

.PHONY: loaders
## loaders: build the boot records and second stages
loaders: $(LOADER_FILES)
