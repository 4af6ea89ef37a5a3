# SPDX-License-Identifier: GPL-2.0-only
# `make install`: kexec alone, in the places where a distribution's scripts look for kexec-tools.

DESTDIR ?=
# of the machine that it is installed for: i386 or amd64
INSTALL_ARCH ?= $(if $(filter x86_64,$(shell uname -m)),amd64,i386)
INSTALLED_KEXEC := $(if $(filter amd64,$(INSTALL_ARCH)),$(B)/kexec-amd64,$(B)/kexec)

.PHONY: install
## install: put kexec, its manual and the hooks for a restart below DESTDIR
install: $(INSTALLED_KEXEC)
	$(Q)install -D -m 755 $< $(DESTDIR)/sbin/kexec
	$(Q)install -D -m 644 kexec/install/kexec.8 $(DESTDIR)/usr/share/man/man8/kexec.8
	$(Q)install -D -m 755 kexec/install/kexec-reboot $(DESTDIR)/etc/init.d/kexec-reboot
	$(Q)install -D -m 755 kexec/install/kexec-reboot $(DESTDIR)/lib/systemd/system-shutdown/kexec-reboot
