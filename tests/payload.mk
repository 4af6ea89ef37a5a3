# SPDX-License-Identifier: GPL-2.0-only
# Toy kernels for tests: $(B)/payload/toy-VERSION.bzimage, one a boot protocol version.

PAYLOAD := $(B)/payload
PAYLOAD_CFLAGS := -m32 -march=i486 -mno-sse -O2 -ffreestanding -nostdinc -fPIE -fvisibility=hidden \
	-fno-stack-protector -fcf-protection=none -fno-asynchronous-unwind-tables \
	-fno-tree-loop-distribute-patterns -std=gnu11 -Wall -Wextra -Wconversion -Werror

# Non-relocatable kernels run at 1 MiB; relocatable ones say how they want to be put.
PAYLOAD_VERSIONS := 2.00 2.04 2.05 2.06 2.10 2.12 2.15
PAYLOAD_2.05 := relocatable_kernel=1 kernel_alignment=0x100000
PAYLOAD_2.06 := cmdline_size=2047
PAYLOAD_2.10 := relocatable_kernel=1 kernel_alignment=0x200000 pref_address=0x1000000 \
	init_size=0x400000 cmdline_size=2047
PAYLOAD_2.12 := $(PAYLOAD_2.10) loadflags=0x41 xloadflags=0x3e
PAYLOAD_2.15 := $(PAYLOAD_2.12) min_alignment=21 kernel_info_offset=0x100
PAYLOADS := $(PAYLOAD_VERSIONS:%=$(PAYLOAD)/toy-%.bzimage)

# Kernels of before 2.4: a bzImage, a zImage, and one without setup header (0.00).
PAYLOADS += $(addprefix $(PAYLOAD)/,toy-2.01.bzimage toy-2.00.zimage toy-0.00.zimage)
ZIMAGE_2.00 := loadflags=0

$(PAYLOAD)/%.o: tests/payload/%.c tests/payload/payload.h | deps
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(PAYLOAD_CFLAGS) -c -o $@ $<

$(PAYLOAD)/%.o: tests/payload/%.S | deps
	$(call say,AS,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc -m32 -c -o $@ $<

$(PAYLOAD)/core.bin: tests/payload/link.ld $(addprefix $(PAYLOAD)/,head.o main.o back.o say.o sha256.o)
	$(call say,LD,$@)
	$(Q)ld -m elf_i386 -pie --no-dynamic-linker -z noexecstack -T $< -o $(@:.bin=.elf) $(filter %.o,$^)
	$(Q)objcopy -O binary $(@:.bin=.elf) $@

# Toy programs: multiboot as ELF, as a flat file by the header's addresses, and plain ELF; ELF with
# a PVH note; multiboot 2 as ELF, flat, and as ELF that may be moved.
MBOOT := elf flat plain pvh mb2-elf mb2-flat mb2-movable
PAYLOADS += $(MBOOT:%=$(PAYLOAD)/mboot-%)
$(PAYLOAD)/mboot-flat.o: PAYLOAD_AS := -DFLAT
$(PAYLOAD)/mboot-plain.o: PAYLOAD_AS := -DPLAIN
$(PAYLOAD)/mboot-pvh.o: PAYLOAD_AS := -DPVH
$(PAYLOAD)/mboot-mb2-elf.o: PAYLOAD_AS := -DMB2
$(PAYLOAD)/mboot-mb2-flat.o: PAYLOAD_AS := -DMB2 -DFLAT
$(PAYLOAD)/mboot-mb2-movable.o: PAYLOAD_AS := -DMB2 -DMOVABLE
$(MBOOT:%=$(PAYLOAD)/mboot-%.o): tests/payload/mboot.S | deps
	$(call say,AS,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc -m32 $(PAYLOAD_AS) -c -o $@ $<

$(MBOOT:%=$(PAYLOAD)/mboot-%): $(PAYLOAD)/mboot-%: tests/payload/mboot.ld $(PAYLOAD)/mboot-%.o \
		$(addprefix $(PAYLOAD)/,mboot.o mboot2.o pvh.o say.o sha256.o)
	$(call say,LD,$@)
	$(Q)ld -m elf_i386 -z noexecstack --build-id=none -T $< -o $@ $(filter %.o,$^)
	$(Q)case $* in *flat) objcopy -O binary $@ ;; esac

# Tagged images: toy16.nbi of real.S, toy32.nbi of a flat program.
PAYLOADS += $(PAYLOAD)/toy16.nbi $(PAYLOAD)/toy32.nbi
$(PAYLOAD)/real-nbi.o: tests/payload/real.S | deps
	$(call say,AS,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc -m32 -DNBI -c -o $@ $<

$(PAYLOAD)/nbi32.bin: tests/payload/mboot.ld $(addprefix $(PAYLOAD)/,mboot-plain.o nbi32.o say.o sha256.o)
	$(call say,LD,$@)
	$(Q)ld -m elf_i386 -z noexecstack --build-id=none -T $< -o $(@:.bin=.elf) $(filter %.o,$^)
	$(Q)objcopy -O binary $(@:.bin=.elf) $@

$(PAYLOAD)/toy16.nbi: PROGRAM := 16 $(PAYLOAD)/real-nbi.bin
$(PAYLOAD)/toy32.nbi: PROGRAM := 32 $(PAYLOAD)/nbi32.bin
$(PAYLOAD)/toy16.nbi $(PAYLOAD)/toy32.nbi: tests/payload/nbi.py $(PAYLOAD)/real-nbi.bin $(PAYLOAD)/nbi32.bin
	$(call say,NBI,$@)
	$(Q)$(PYTHON) $< $(PROGRAM) $@

# oldbios.bin: a boot sector that makes the BIOS an old and lying one; hang.bin: one that hangs;
# low.bin: one that loads a bzImage very low.
PAYLOAD_SECTORS := $(addprefix $(PAYLOAD)/,oldbios.bin hang.bin low.bin)
PAYLOADS += $(PAYLOAD_SECTORS)
$(PAYLOAD)/oldbios.o $(PAYLOAD)/hang.o: tests/payload/resident.inc
$(PAYLOAD)/setup.bin $(PAYLOAD_SECTORS): %.bin: %.o
	$(call say,OBJCOPY,$@)
	$(Q)ld -m elf_i386 -Ttext 0 -e 0 -o $(@:.bin=.elf) $<
	$(Q)objcopy -O binary -j .text $(@:.bin=.elf) $@

$(PAYLOAD)/toy-%.bzimage: tests/payload/bzimage.py $(PAYLOAD)/setup.bin $(PAYLOAD)/core.bin tests/payload.mk
	$(call say,BZIMAGE,$@)
	$(Q)$(PYTHON) $< $(PAYLOAD)/setup.bin $(PAYLOAD)/core.bin $@ $* $(PAYLOAD_$*)

$(PAYLOAD)/toy-%.zimage: tests/payload/bzimage.py $(PAYLOAD)/setup.bin $(PAYLOAD)/core.bin tests/payload.mk
	$(call say,ZIMAGE,$@)
	$(Q)$(PYTHON) $< $(PAYLOAD)/setup.bin $(PAYLOAD)/core.bin $@ $* $(ZIMAGE_$*)

# Programs: init, the /init of a target Linux; bios, calls the firmware under ours.
PAYLOAD_PROGRAMS := $(PAYLOAD)/init $(PAYLOAD)/bios
$(PAYLOAD_PROGRAMS): $(PAYLOAD)/%: tests/payload/%.c include/bioscall.h $(B)/toolchain/.stamp
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(BSCC) -std=gnu11 -Wall -Wextra -Werror -Iinclude -o $@ $<

# real.bin: a boot sector and three more; real.bzimage: the same as a bzImage with only a 16-bit entry.
PAYLOADS += $(PAYLOAD)/real.bin $(PAYLOAD)/real.bzimage
$(PAYLOAD)/real-setup.o: tests/payload/real.S | deps
	$(call say,AS,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc -m32 -DBZIMAGE -c -o $@ $<

$(PAYLOAD)/real.bin $(PAYLOAD)/real-setup.bin $(PAYLOAD)/real-nbi.bin: %.bin: %.o
	$(call say,OBJCOPY,$@)
	$(Q)ld -m elf_i386 -Ttext 0 -e 0 -o $(@:.bin=.elf) $<
	$(Q)objcopy -O binary -j .text $(@:.bin=.elf) $@

$(PAYLOAD)/real.bzimage: tests/payload/bzimage.py $(PAYLOAD)/real-setup.bin $(PAYLOAD)/core.bin tests/payload.mk
	$(call say,BZIMAGE,$@)
	$(Q)$(PYTHON) $< $(PAYLOAD)/real-setup.bin $(PAYLOAD)/core.bin $@ 2.06 code32_start=0 cmdline_size=2047

# 64-bit toys: long.bzimage, entered 200h behind its start; long.vmlinux, linked high and with a
# note as one; long.elf, the same without a note.
PAYLOADS += $(PAYLOAD)/long.bzimage $(PAYLOAD)/long.vmlinux $(PAYLOAD)/long.elf
PAYLOAD64_CFLAGS := $(filter-out -m32 -march=i486,$(PAYLOAD_CFLAGS)) -m64 -mno-red-zone -mgeneral-regs-only
$(PAYLOAD)/long/%.o: tests/payload/%.c tests/payload/payload.h | deps
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(PAYLOAD64_CFLAGS) -c -o $@ $<

$(PAYLOAD)/long/elf.o: PAYLOAD_AS := -DELF64
$(PAYLOAD)/long/vmlinux.o: PAYLOAD_AS := -DELF64 -DNOTE
$(PAYLOAD)/long/elf.o $(PAYLOAD)/long/vmlinux.o $(PAYLOAD)/long/flat.o: tests/payload/long.S | deps
	$(call say,AS,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc -m64 $(PAYLOAD_AS) -c -o $@ $<

$(PAYLOAD)/long.elf $(PAYLOAD)/long.vmlinux: PAYLOAD_LD := --defsym=LINKED=0xffffffff81000000 --defsym=OFFSET=0xffffffff80000000
$(PAYLOAD)/long/flat.elf: PAYLOAD_LD := -pie --no-dynamic-linker --defsym=LINKED=0 --defsym=OFFSET=0
$(PAYLOAD)/long.elf: $(PAYLOAD)/long/elf.o
$(PAYLOAD)/long.vmlinux: $(PAYLOAD)/long/vmlinux.o
$(PAYLOAD)/long/flat.elf: $(PAYLOAD)/long/flat.o
$(PAYLOAD)/long.elf $(PAYLOAD)/long.vmlinux $(PAYLOAD)/long/flat.elf: tests/payload/long.ld $(addprefix $(PAYLOAD)/long/,long.o back.o say.o sha256.o)
	$(call say,LD,$@)
	$(Q)ld -m elf_x86_64 -z noexecstack --no-warn-rwx-segments --build-id=none $(PAYLOAD_LD) -T $< -o $@ $(filter %.o,$^)

# long-initrd.bzimage: no room for an initrd below 4 GiB; long-kernel.bzimage: none for itself.
PAYLOADS += $(PAYLOAD)/long-initrd.bzimage $(PAYLOAD)/long-kernel.bzimage
$(PAYLOAD)/long-initrd.bzimage: PAYLOAD_LONG := initrd_addr_max=0x100fff
$(PAYLOAD)/long-kernel.bzimage: PAYLOAD_LONG := init_size=0xbf800000
$(PAYLOAD)/long.bzimage $(PAYLOAD)/long-initrd.bzimage $(PAYLOAD)/long-kernel.bzimage: tests/payload/bzimage.py $(PAYLOAD)/setup.bin $(PAYLOAD)/long/flat.elf tests/payload.mk
	$(call say,BZIMAGE,$@)
	$(Q)objcopy -O binary $(PAYLOAD)/long/flat.elf $(PAYLOAD)/long/flat.bin
	$(Q)$(PYTHON) $< $(PAYLOAD)/setup.bin $(PAYLOAD)/long/flat.bin $@ 2.15 $(PAYLOAD_2.15) xloadflags=0x3f $(PAYLOAD_LONG)

# A toy option ROM with UNDI, one a set of quirks (undirom.S).
UNDIROMS := 7 8
PAYLOADS += $(UNDIROMS:%=$(PAYLOAD)/undi-%.rom)
$(UNDIROMS:%=$(PAYLOAD)/undi-%.o): $(PAYLOAD)/undi-%.o: tests/payload/undirom.S | deps
	$(call say,AS,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc -m32 -DQUIRK=$* -c -o $@ $<

$(UNDIROMS:%=$(PAYLOAD)/undi-%.rom): %.rom: %.o
	$(call say,ROM,$@)
	$(Q)objcopy -O binary -j .text $< $@.new
	$(Q)$(PYTHON) -c 'import sys; p = sys.argv[1]; d = open(p, "rb").read(); open(p, "wb").write(d[:-1] + bytes([(d[-1] - sum(d)) & 255]))' $@.new
	$(Q)mv $@.new $@
