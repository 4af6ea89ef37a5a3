# SPDX-License-Identifier: GPL-2.0-only
# bootshell: build, run and test the appliance. `make help` lists the targets.
#
# Non-recursive: each folder has a build.mk that states its own rules, lists
# what it makes in IMAGE_FILES and its checks in CHECKS. Everything that is
# built or downloaded lies below $(B); the rest of the tree is never written.

ARCH ?= i386
ifeq ($(filter i386 x86_64,$(ARCH)),)
$(error ARCH=$(ARCH) is not supported: i386 or x86_64)
endif

B := build/$(ARCH)
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.SECONDEXPANSION:
MAKEFLAGS += --no-builtin-rules
export LC_ALL := C
export TZ := UTC
# One clock for every byte that wants a date: no output depends on when it was
# made (2002-11-18, the day kexec for 2.5.48 was announced).
export SOURCE_DATE_EPOCH := 1037577600

# V=1 shows commands; otherwise one line a product.
V ?= 0
ifeq ($(V),1)
Q :=
say = @:
else
Q := @
say = @printf '  %-8s %s\n' "$(1)" "$(2)"
endif
# JOBS: how many commands a kernel or BusyBox build runs at once.
JOBS ?= $(shell nproc)

PYTHON := /usr/bin/python3

.PHONY: all
all: image

IMAGE_FILES :=
CHECKS :=

include mkimage/deps.mk
include $(wildcard */build.mk)

.PHONY: image help clean
## image: build the kernel, the initramfs and the bootable disk image
image: deps $$(IMAGE_FILES)

## clean: remove everything that was built or downloaded for this ARCH
clean:
	$(Q)rm -rf $(B)

## help: list the targets
help:
	@echo 'Targets; all output goes to $(B)/:'
	@sed -n 's/^## \([a-z0-9-]*\): \(.*\)/  make \1\t\2/p' Makefile $(wildcard */*.mk) | \
		sed 's|$$(B)|$(B)|g' | sort | expand -t 20
	@echo 'Variables: ARCH=$(ARCH), V=1 (show commands), JOBS=$(JOBS), T=NAME and BOOTS=N (check), ROUNDS=N (bench), QEMUFLAGS=... (run)'
