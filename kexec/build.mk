# SPDX-License-Identifier: GPL-2.0-only
# libkexec, its applets and the purgatory.
#
# The same sources are compiled for the target (static, i486, musl), for the
# host with sanitizers (unit tests, golden plans) and with clang (fuzzers). The
# borders of kexec/ are the -I paths below: each part sees only what it may.

KEXEC_CORE := $(sort $(wildcard kexec/*.c kexec/type/*.c kexec/decompress/*.c kexec/net/*.c)) \
	kexec/purgatory/digest.c
KEXEC_CORE_ASM := $(wildcard kexec/type/*.S)
KEXEC_OS := $(sort $(wildcard kexec/os/*.c))
KEXEC_CMD := $(sort $(wildcard kexec/cmd/*.c))

include kexec/libraries.mk

KEXEC_CORE_INC := -Iinclude -Ikexec -Ikexec/private -Ikexec/purgatory $(LIB_INC)
KEXEC_OS_INC := -Iinclude -Ikexec
KEXEC_CMD_INC := -Iinclude -Ikexec
PURGATORY_INC := -Iinclude

KEXEC_WARN := -std=gnu11 -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wold-style-definition -Wpointer-arith -Wcast-align -Wundef \
	-Wwrite-strings -Wvla -Wformat=2 -Wdouble-promotion -Werror

# ---- purgatory: one flat blob, position independent

PURGATORY_OBJ := $(patsubst %,$(B)/obj/purgatory/%.o,entry real long back main map firmware console digest)
PURGATORY_CFLAGS := -m32 -march=i486 -mtune=i486 -Os -ffreestanding -fpie -fvisibility=hidden \
	-fno-stack-protector -fcf-protection=none -fno-asynchronous-unwind-tables -mno-sse -mno-mmx \
	-mgeneral-regs-only -fno-builtin -fomit-frame-pointer --param=min-pagesize=0 $(KEXEC_WARN) $(PURGATORY_INC)

$(B)/obj/purgatory/%.o: kexec/purgatory/%.c kexec/build.mk
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(PURGATORY_CFLAGS) -MMD -MP -c $< -o $@

$(B)/obj/purgatory/%.o: kexec/purgatory/%.S
	$(call say,AS,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc -m32 -MMD -MP -c $< -o $@

# A relocation would be an absolute address in code that runs anywhere.
$(B)/obj/purgatory/purgatory.elf: $(PURGATORY_OBJ) kexec/purgatory/purgatory.ld
	$(call say,LD,$@)
	$(Q)ld -m elf_i386 -pie --no-dynamic-linker -z norelro --no-warn-rwx-segments --build-id=none \
		-T kexec/purgatory/purgatory.ld $(PURGATORY_OBJ) -o $@
	$(Q)if readelf -rW $@ | grep -q R_386; then echo "$@ has relocations" >&2; exit 1; fi

$(B)/obj/purgatory/purgatory.bin: $(B)/obj/purgatory/purgatory.elf
	$(call say,OBJCOPY,$@)
	$(Q)objcopy -O binary -j .image $< $@

# ---- builds of the library: $(call kexec_build,NAME,CC,CFLAGS,PREREQUISITE)

define kexec_build
$(1)_CORE_OBJ := $$(patsubst kexec/%.c,$(B)/obj/$(1)/%.o,$$(KEXEC_CORE)) \
	$$(patsubst kexec/%.S,$(B)/obj/$(1)/%.o,$$(KEXEC_CORE_ASM)) $(B)/obj/$(1)/purgatory-blob.o
$(1)_OS_OBJ := $$(patsubst kexec/%.c,$(B)/obj/$(1)/%.o,$$(KEXEC_OS))
$(1)_CMD_OBJ := $$(patsubst kexec/%.c,$(B)/obj/$(1)/%.o,$$(KEXEC_CMD))
$(foreach l,$(LIBRARIES),$(call library_build,$(1),$(2),$(3),$(l))

)
$$($(1)_CORE_OBJ) $$($(1)_OS_OBJ) $$($(1)_CMD_OBJ): | $(4) $(LIB_STAMPS)

$(B)/obj/$(1)/os/%.o: kexec/os/%.c kexec/build.mk
	$$(call say,CC,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$(2) $(3) $$(KEXEC_WARN) $$(KEXEC_OS_INC) -MMD -MP -c $$< -o $$@

$(B)/obj/$(1)/cmd/%.o: kexec/cmd/%.c kexec/build.mk
	$$(call say,CC,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$(2) $(3) $$(KEXEC_WARN) $$(KEXEC_CMD_INC) -MMD -MP -c $$< -o $$@

# not told of core.h: the purgatory has this file too
$(B)/obj/$(1)/purgatory/digest.o: kexec/purgatory/digest.c kexec/build.mk
	$$(call say,CC,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$(2) $(3) $$(KEXEC_WARN) -MMD -MP -c $$< -o $$@

$(B)/obj/$(1)/purgatory-blob.o: kexec/purgatory-blob.S $(B)/obj/purgatory/purgatory.bin
	$$(call say,AS,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$(2) $(3) -DPURGATORY_BIN='"$(B)/obj/purgatory/purgatory.bin"' -c $$< -o $$@

$(B)/obj/$(1)/type/%.o: kexec/type/%.S
	$$(call say,AS,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$(2) $(3) -c $$< -o $$@

$(B)/obj/$(1)/%.o: kexec/%.c kexec/build.mk
	$$(call say,CC,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$(2) $(3) $$(KEXEC_WARN) $$(KEXEC_CORE_INC) -MMD -MP -c $$< -o $$@

-include $$(wildcard $$(patsubst %.o,%.d,$$($(1)_CORE_OBJ) $$($(1)_OS_OBJ) $$($(1)_CMD_OBJ)))
endef

BSCC := $(B)/toolchain/bin/bscc
$(eval $(call kexec_build,target,$(BSCC),-Os,$(B)/toolchain/.stamp))
-include $(wildcard $(B)/obj/purgatory/*.d)

# ---- the routine that takes the firmware's state: 16-bit code that runs anywhere

$(B)/obj/fwstate.bin: loaders/rm/take_fwstate.S include/fwstate.h kexec/build.mk
	$(call say,AS,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc -m32 -DTAKE_FWSTATE_FAR -Iinclude -c $< -o $(@:.bin=.o)
	$(Q)if readelf -rW $(@:.bin=.o) | grep -q R_386; then echo "$@ has relocations" >&2; exit 1; fi
	$(Q)objcopy -O binary -j .text.take_fw_state $(@:.bin=.o) $@

$(B)/obj/target/fwstate-blob.o: kexec/os/fwstate-blob.S $(B)/obj/fwstate.bin | $(BSCC)
	$(call say,AS,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(BSCC) -DFWSTATE_BIN='"$(B)/obj/fwstate.bin"' -c $< -o $@

target_OS_OBJ += $(B)/obj/target/fwstate-blob.o

comma := ,

# ---- the program

# What the core may ask of the C library: no system call, no output, no exit.
$(B)/obj/target/core.o: $(target_CORE_OBJ) kexec/core.symbols
	$(call say,LD,$@)
	$(Q)ld $(TARGET_LD) -r $(target_CORE_OBJ) -o $@
	$(Q)bad=$$(nm -u $@ | awk '{ print $$2 }' | grep -vxFf kexec/core.symbols || true); \
	if [ -n "$$bad" ]; then echo "the core of kexec/ must not use:" $$bad >&2; rm -f $@; exit 1; fi

# The menu's objects come from rootfs/build.mk.
$(B)/bin/kexec: $(B)/obj/target/core.o $(target_OS_OBJ) $(target_CMD_OBJ) $(B)/obj/target/menu.o $$(target_MENU_OBJ)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(BSCC) -static -Wl,--gc-sections -Wl,-Map=$(B)/obj/target/kexec.map \
		$(target_CORE_OBJ) $(target_OS_OBJ) $(target_CMD_OBJ) $(target_MENU_OBJ) -o $@
	$(Q)strip $@
	$(Q)echo "  SIZE     $@ $$(stat -c %s $@) bytes, purgatory $$(stat -c %s $(B)/obj/purgatory/purgatory.bin)"

# ---- kexec alone, for any Linux on x86: the same sources without the other applets and the menu.
# The amd64 one is for what a 64-bit kernel keeps from 32-bit programs: kexec_file_load. Debian's
# own musl serves it: what runs there need not run on a 486.

ALONE_CMD := $(patsubst %,kexec/cmd/%.c,kexec kexec-file kexec-options main progress session)
# What it does without: a distribution has programs that unpack and fetch; and where nobody kept the
# firmware's machine, no 16-bit target can be entered (bzimage16 is there to say so).
ALONE_NOT := $(addprefix decompress/,bzip2 lz4 lzma zstd) $(addprefix lib/,bzip2 lz4 libzstd xz-utils) \
	os/fetch os/disk bootdisk type/bootsect type/nbp type/nbi type/zimage
ALONE := $(patsubst kexec/%.c,%,$(wildcard kexec/alone/*.c))
AMD64_CC := musl-gcc
AMD64_CFLAGS := -Os -fno-pie -fcf-protection=none -fno-stack-protector -fomit-frame-pointer \
	-fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections \
	-ffile-prefix-map=$(CURDIR)=. -U_FORTIFY_SOURCE

$(eval $(call kexec_build,amd64,$(AMD64_CC),$(AMD64_CFLAGS),deps))

$(B)/obj/amd64/fwstate-blob.o: kexec/os/fwstate-blob.S $(B)/obj/fwstate.bin | deps
	$(call say,AS,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(AMD64_CC) -DFWSTATE_BIN='"$(B)/obj/fwstate.bin"' -c $< -o $@

amd64_OS_OBJ += $(B)/obj/amd64/fwstate-blob.o

# $(call alone,NAME,PROGRAM,LINKER): kexec/alone/ has what takes the place of what is left out.
define alone
$$(ALONE:%=$(B)/obj/$(1)/%.o): | $$($(1)_CORE_OBJ)
$(2): $$(filter-out $$(ALONE_NOT:%=$(B)/obj/$(1)/%%),$$($(1)_CORE_OBJ) $$($(1)_OS_OBJ)) \
		$$(patsubst kexec/%.c,$(B)/obj/$(1)/%.o,$$(ALONE_CMD)) $$(ALONE:%=$(B)/obj/$(1)/%.o)
	$$(call say,LINK,$$@)
	$$(Q)$(3) $$^ -o $$@
	$$(Q)strip $$@
endef
$(eval $(call alone,target,$(B)/kexec,$(BSCC) -static -Wl$(comma)--gc-sections))
$(eval $(call alone,amd64,$(B)/kexec-amd64,$(AMD64_CC) -static -no-pie -Wl$(comma)--gc-sections \
	-Wl$(comma)-z$(comma)noseparate-code -Wl$(comma)-z$(comma)norelro -Wl$(comma)--build-id=none))

.PHONY: kexec
## kexec: build kexec alone, static: $(B)/kexec and $(B)/kexec-amd64
kexec: $(B)/kexec $(B)/kexec-amd64
	$(Q)mkimage/size -f configs/size-budget $^

include kexec/install.mk
