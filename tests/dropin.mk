# SPDX-License-Identifier: GPL-2.0-only
# For the boots of test_dropin.py: kexec alone, Debian's kexec-tools built the same way for amd64,
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

BOOT_TEST_FILES += $(B)/kexec $(B)/kexec-amd64 $(addprefix $(PEER)/,kexec-tools vmcore-dmesg busybox OVMF.fd)
