# SPDX-License-Identifier: GPL-2.0-only
# The kernel: Debian's linux-source-6.1, our hook patches and files on top,
# tinyconfig plus configs/linux-*. Makes $(B)/vmlinuz; the build tree, with
# .config and System.map, is $(B)/linux.

LINUX_TAR := /usr/src/linux-source-6.1.tar.xz
LINUX_SRC := $(B)/src/linux
LINUX_OBJ := $(B)/linux
LINUX_FRAGMENTS := $(addprefix configs/,linux-base linux-$(ARCH) linux-fs linux-console linux-net linux-bios)
LINUX_OWN := $(shell find kernel-patch/files -type f) include/bioscall.h include/fwstate.h \
	include/pxestate.h include/std/pxe.h include/std/optrom.h loaders/rm/take_fwstate.S
# Compiled for speed: each page that is read from a disk goes through these. Costs 12 KiB.
LINUX_FAST := mpage xarray cache fatent transfer page_alloc iov_iter splice
LINUX_MAKE = $(MAKE) -C $(LINUX_SRC) O=$(abspath $(LINUX_OBJ)) ARCH=$(ARCH) --no-print-directory \
	KBUILD_BUILD_TIMESTAMP=@$(SOURCE_DATE_EPOCH) KBUILD_BUILD_USER=bootshell \
	KBUILD_BUILD_HOST=bootshell KBUILD_BUILD_VERSION=1 V=$(V) $(LINUX_FAST:%=CFLAGS_%.o=-O2)

$(LINUX_TAR): | deps

$(LINUX_SRC)/.unpacked: $(LINUX_TAR)
	$(call say,UNPACK,$(LINUX_SRC))
	$(Q)rm -rf $(LINUX_SRC) && mkdir -p $(LINUX_SRC)
	$(Q)tar xf $< -C $(LINUX_SRC) --strip-components=1
	$(Q)mkimage/fetch -o $(B) installed linux-source-6.1
	$(Q)touch $@

# The tree with our changes; the shared headers go where both <bootshell/...>
# in the kernel and the 16-bit setup code find them; that takes one source of the loaders.
$(LINUX_SRC)/.applied: $(LINUX_SRC)/.unpacked kernel-patch/apply kernel-patch/series \
		$(wildcard kernel-patch/*.patch) $(LINUX_OWN)
	$(call say,PATCH,$(LINUX_SRC))
	$(Q)kernel-patch/apply $(LINUX_SRC) kernel-patch
	$(Q)for h in bioscall fwstate pxestate std/pxe std/optrom; do \
		cmp -s include/$$h.h $(LINUX_SRC)/include/bootshell/$$h.h || \
		install -D -m 644 include/$$h.h $(LINUX_SRC)/include/bootshell/$$h.h; done
	$(Q)cmp -s loaders/rm/take_fwstate.S $(LINUX_SRC)/arch/x86/boot/take_fwstate.S || \
		install -m 644 loaders/rm/take_fwstate.S $(LINUX_SRC)/arch/x86/boot
	$(Q)touch $@

$(LINUX_OBJ)/.config: $(LINUX_FRAGMENTS) kernel-patch/check-config \
		$(filter %/Kconfig,$(LINUX_OWN)) | $(LINUX_SRC)/.applied
	$(call say,CONFIG,$@)
	$(Q)mkdir -p $(LINUX_OBJ)
	$(Q)cd $(LINUX_SRC) && ARCH=$(ARCH) scripts/kconfig/merge_config.sh -n -O $(abspath $(LINUX_OBJ)) \
		kernel/configs/tiny-base.config kernel/configs/tiny.config arch/x86/configs/tiny.config \
		$(abspath $(LINUX_FRAGMENTS)) >$(abspath $(LINUX_OBJ))/merge.log 2>&1 || \
		{ cat $(abspath $(LINUX_OBJ))/merge.log; exit 1; }
	$(Q)kernel-patch/check-config $@ $(LINUX_FRAGMENTS)

# Locked: two builds in one tree delete each other's objects.
$(B)/vmlinuz: $(LINUX_OBJ)/.config $(LINUX_SRC)/.applied kernel-patch/build.mk
	$(call say,LINUX,$@)
	+$(Q)flock $(B)/.linux.lock $(LINUX_MAKE) $(if $(filter 0,$(V)),-s) -j$(JOBS) bzImage
	$(Q)cp $(LINUX_OBJ)/arch/x86/boot/bzImage $@

.PHONY: kernel kernel-menuconfig
## kernel: build $(B)/vmlinuz only
kernel: $(B)/vmlinuz

kernel-menuconfig: $(LINUX_OBJ)/.config
	+$(Q)$(LINUX_MAKE) menuconfig

IMAGE_FILES += $(B)/vmlinuz
