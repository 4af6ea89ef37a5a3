# SPDX-License-Identifier: GPL-2.0-only
# What is held about the image: its size, its instructions, its reproducibility.

CHECKS += $(if $(filter i386,$(ARCH)),isa) size-check

.PHONY: isa
## isa: look for instructions that a 486 lacks in all programs of the image
isa: image $(B)/kexec
	$(call say,ISA,)
	$(Q)mkimage/check-isa $(BUSYBOX)/busybox_unstripped $(KEXEC) $(B)/kexec
	$(Q)mkimage/check-isa -k $(B)/linux/vmlinux

.PHONY: size size-check
## size: bytes of the image by part, against configs/size-budget
size: image kexec
	$(Q)mkimage/size $(B) configs/size-budget

size-check: image kexec
	$(call say,SIZE,)
	$(Q)mkimage/size -c $(B) configs/size-budget

.PHONY: repro
## repro: build twice at different places, compare byte by byte
repro: image
	$(Q)mkimage/repro $(B)
