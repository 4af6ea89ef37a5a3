# SPDX-License-Identifier: GPL-2.0-only
# The compiler for the image's user space: Debian's gcc behind $(B)/toolchain/bin/bscc,
# with musl built for a 486 (or x86-64), Debian's kernel headers and our stand-in for libgcc.

TOOLCHAIN := $(B)/toolchain
BSCC := $(TOOLCHAIN)/bin/bscc
TARGET_LD := -m elf_$(ARCH)

# $(B)/src/NAME/.stamp: a Debian source package, unpacked with Debian's patches.
$(B)/src/%/.stamp: $(B)/dl/%/.stamp
	$(call say,UNPACK,$*)
	$(Q)rm -rf $(@D)
	$(Q)mkdir -p $(B)/src
	$(Q)dpkg-source --no-check -x $(B)/dl/$*/*.dsc $(@D) >$(B)/src/$*.log 2>&1 || { cat $(B)/src/$*.log >&2; exit 1; }
	$(Q)touch $@

.PRECIOUS: $(B)/src/%/.stamp

# The wrapper, its specs, and the kernel headers of Debian's own libc6-dev: they
# are the same for 32 and 64 bit on x86.
$(TOOLCHAIN)/.wrapper: mkimage/toolchain/bscc mkimage/toolchain/bscc.specs mkimage/toolchain/$(ARCH) | $(B)/deb/linux-libc-dev/.stamp
	$(call say,GEN,$(BSCC))
	$(Q)mkdir -p $(TOOLCHAIN)/bin $(TOOLCHAIN)/lib $(TOOLCHAIN)/include
	$(Q)install -m 755 mkimage/toolchain/bscc $(BSCC)
	$(Q)install -m 644 mkimage/toolchain/bscc.specs $(TOOLCHAIN)/lib/bscc.specs
	$(Q)install -m 644 mkimage/toolchain/$(ARCH) $(TOOLCHAIN)/lib/machine
	$(Q)cp -r $(B)/deb/linux-libc-dev/usr/include/{linux,asm-generic,mtd} $(TOOLCHAIN)/include/
	$(Q)cp -r $(B)/deb/linux-libc-dev/usr/include/x86_64-linux-gnu/asm $(TOOLCHAIN)/include/
	$(Q)for package in gcc-$$(gcc -dumpversion) binutils; do mkimage/fetch -o $(B) installed $$package; done
	$(Q)touch $@

# Debian's 64-bit libgcc runs on any x86-64.
ifeq ($(ARCH),x86_64)
define BUILD_LIBGCC
$(Q)cp $$(gcc -m64 -print-libgcc-file-name) $(TOOLCHAIN)/lib/libbsgcc.a
endef
else
define BUILD_LIBGCC
$(Q)$(BSCC) -Wall -Wextra -Wconversion -Wno-builtin-declaration-mismatch -fno-builtin -ffreestanding \
	-c -o $(B)/obj/libbsgcc.o mkimage/toolchain/libbsgcc.c
$(Q)ar Drc $(TOOLCHAIN)/lib/libbsgcc.a $(B)/obj/libbsgcc.o
endef
endif

# musl: static only. A program that the wrapper cannot link cannot be asked for
# by configure: LIBCC= stops it from looking for libgcc.
$(TOOLCHAIN)/.stamp: $(TOOLCHAIN)/.wrapper mkimage/toolchain/libbsgcc.c | $(B)/src/musl/.stamp
	$(call say,BUILD,musl)
	$(Q)rm -rf $(B)/obj/musl
	$(Q)mkdir -p $(B)/obj/musl
	$(Q)cd $(B)/obj/musl && CC=$(abspath $(BSCC)) LIBCC= $(abspath $(B))/src/musl/configure \
		--srcdir=../../src/musl --target=$(ARCH) --prefix=$(abspath $(TOOLCHAIN)) --disable-shared \
		--enable-wrapper=no --disable-optimize CFLAGS= >configure.log 2>&1 || { tail -n 20 configure.log >&2; exit 1; }
	$(Q)$(MAKE) -s -j$(JOBS) -C $(B)/obj/musl CROSS_COMPILE= install >$(B)/obj/musl/make.log 2>&1 || { tail -n 20 $(B)/obj/musl/make.log >&2; exit 1; }
	$(BUILD_LIBGCC)
	$(Q)touch $@

$(BSCC): $(TOOLCHAIN)/.stamp
