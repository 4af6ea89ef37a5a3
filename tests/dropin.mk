# SPDX-License-Identifier: GPL-2.0-only
# For the boots of test_dropin*.py: kexec alone, Debian's kexec-tools built the same way for amd64,
# and a BusyBox for the user space of a Debian kernel.

PEER := $(B)/peer

# -idirafter: the headers of Linux, which are not musl's.
$(PEER)/kexec-tools: $(B)/src/kexec-tools/.stamp | deps
	$(call say,BUILD,$@)
	$(Q)rm -rf $(PEER)/src && mkdir -p $(PEER)
	$(Q)cp -r $(B)/src/kexec-tools $(PEER)/src
	$(Q)cd $(PEER)/src && ./configure --host=x86_64-linux-musl CC=$(AMD64_CC) BUILD_CC=gcc \
		CPPFLAGS='-idirafter /usr/include -idirafter /usr/include/x86_64-linux-gnu' \
		LDFLAGS=-static --without-zlib --without-lzma --without-xen >../kexec-tools.log 2>&1
	$(Q)$(MAKE) -C $(PEER)/src build/sbin/kexec build/sbin/vmcore-dmesg >>$(PEER)/kexec-tools.log 2>&1
	$(Q)strip -o $(PEER)/vmcore-dmesg $(PEER)/src/build/sbin/vmcore-dmesg
	$(Q)strip -o $@ $(PEER)/src/build/sbin/kexec

$(PEER)/vmcore-dmesg: $(PEER)/kexec-tools ;

$(PEER)/busybox: $(B)/deb/busybox-static/.stamp
	$(call say,COPY,$@)
	$(Q)mkdir -p $(@D)
	$(Q)cp $(B)/deb/busybox-static/bin/busybox $@

# A UEFI for QEMU.
$(PEER)/OVMF.fd: $(B)/deb/ovmf/.stamp
	$(call say,COPY,$@)
	$(Q)mkdir -p $(@D)
	$(Q)cp $(B)/deb/ovmf/usr/share/ovmf/OVMF.fd $@

# A kernel that a kexec jump returns to: no kernel of Debian's is one. It takes minutes to build, so
# that only who asks for it has it; without it test_jump is skipped.
JUMP_OBJ := $(B)/linux-jump
.PHONY: jump-kernel
## jump-kernel: a 64-bit kernel with CONFIG_KEXEC_JUMP, for test_jump
jump-kernel: $(B)/target/jump/vmlinuz
$(B)/target/jump/vmlinuz: tests/linux-jump | deps $(LINUX_SRC)/.applied
	$(call say,LINUX,$@)
	$(Q)mkdir -p $(JUMP_OBJ) $(@D)
	$(Q)cd $(LINUX_SRC) && ARCH=x86_64 scripts/kconfig/merge_config.sh -n -O $(abspath $(JUMP_OBJ)) \
		kernel/configs/tiny-base.config kernel/configs/tiny.config arch/x86/configs/tiny.config \
		$(abspath $<) >$(abspath $(JUMP_OBJ))/merge.log 2>&1
	$(Q)kernel-patch/check-config $(JUMP_OBJ)/.config $<
	+$(Q)$(MAKE) -C $(LINUX_SRC) O=$(abspath $(JUMP_OBJ)) ARCH=x86_64 --no-print-directory -s -j$(JOBS) bzImage
	$(Q)cp $(JUMP_OBJ)/arch/x86/boot/bzImage $@

BOOT_TEST_FILES += $(B)/kexec $(B)/kexec-amd64 $(addprefix $(PEER)/,kexec-tools vmcore-dmesg busybox OVMF.fd)
