# SPDX-License-Identifier: GPL-2.0-only
# Unit tests (cmocka, ASan and UBSan), golden plans, and fuzzers (libFuzzer).
# Each tests/unit/test_NAME.c is one program, each tests/fuzz/fuzz_NAME.c one
# fuzzer with seeds in tests/fuzz/corpus/NAME.

SANITIZE := -g -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
FUZZ_CC := clang

$(eval $(call kexec_build,host,gcc,$(SANITIZE),deps))
$(eval $(call kexec_build,fuzz,$(FUZZ_CC),$(SANITIZE) -fsanitize=fuzzer-no-link -Qunused-arguments,deps))
$(eval $(call menu_build,host,gcc,$(SANITIZE),deps))
$(eval $(call menu_build,fuzz,$(FUZZ_CC),$(SANITIZE) -fsanitize=fuzzer-no-link -Qunused-arguments,deps))

# ---- names

FUZZ_NAMES := $(patsubst tests/fuzz/fuzz_%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
CORPUS_TESTS := $(FUZZ_NAMES:%=corpus-%)
FUZZ_TESTS := $(FUZZ_NAMES:%=fuzz-%)
UNIT_NAMES := $(patsubst tests/unit/test_%.c,%,$(sort $(wildcard tests/unit/test_*.c)))
# Fuzzers that tell what they accepted have a mutation run, too.
MUTATED_NAMES := $(patsubst tests/fuzz/fuzz_%.c,%,$(shell grep -lE '"(image|mutate).h"' tests/fuzz/fuzz_*.c))
MUTATED_TESTS := $(MUTATED_NAMES:%=mutated-%)
# What `make check T=NAME` finds here: unit-NAME, corpus-NAME and mutated-NAME.
UNIT_TESTS := $(UNIT_NAMES:%=unit-%) $(CORPUS_TESTS) $(MUTATED_TESTS)

# ---- unit tests

PACKED := $(B)/unit/packed
UNIT_CFLAGS := $(SANITIZE) $(KEXEC_WARN) $(KEXEC_CORE_INC) -Irootfs/menu -Itests/unit \
	-DFIXTURES='"tests/fixtures"' -DPACKED_DIR='"$(PACKED)"'

$(B)/obj/unit/%.o: tests/unit/%.c | deps
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(UNIT_CFLAGS) -MMD -MP -c $< -o $@

$(B)/unit/test_%: $(B)/obj/unit/test_%.o $(B)/obj/unit/helper.o $(host_CORE_OBJ)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(SANITIZE) $^ -lcmocka $(UNIT_LIBS) -o $@

# The parts of the kernel that need nothing of it: keys to bytes, answers of a PXE ROM to frames,
# headers of option ROMs.
BIOS_DIR := kernel-patch/files/drivers/firmware/bios
BIOS_PURE := keymap undi_rx undi_rom
$(BIOS_PURE:%=$(B)/obj/unit/test_%.o): UNIT_CFLAGS += -I$(BIOS_DIR)
$(foreach p,$(BIOS_PURE),$(eval $(B)/unit/test_$(p): $(B)/obj/unit/$(p).o))
$(BIOS_PURE:%=$(B)/obj/unit/%.o): $(B)/obj/unit/%.o: $(BIOS_DIR)/%.c | deps
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(SANITIZE) $(KEXEC_WARN) -Iinclude -I$(BIOS_DIR) -MMD -MP -c $< -o $@

# The loaders' checksum. Not -I: rm/string.h is not the host's.
$(B)/obj/unit/test_crc32.o: UNIT_CFLAGS += -iquote loaders/rm
$(B)/unit/test_crc32: $(B)/obj/unit/crc32.o
$(B)/obj/unit/crc32.o: loaders/rm/crc32.c | deps
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(SANITIZE) $(KEXEC_WARN) -MMD -MP -c $< -o $@

# The one part of os/ that needs no machine of its own.
$(B)/unit/test_file: $(B)/obj/host/os/file.o

# biostest's command line.
$(B)/obj/unit/test_options.o: UNIT_CFLAGS += -Iloaders/biostest
$(B)/unit/test_options: $(B)/obj/unit/options.o
$(B)/obj/unit/options.o: loaders/biostest/options.c | deps
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(SANITIZE) $(KEXEC_WARN) -Iloaders/biostest -MMD -MP -c $< -o $@

# The menu's pure part, with the host's crypt(3).
UNIT_MENU := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test_menu*.c))
$(UNIT_MENU): $(host_MENU_CORE_OBJ) $(B)/obj/unit/menu_crypt.o $(B)/obj/unit/menu_desk.o
$(UNIT_MENU): UNIT_LIBS := -lcrypt

-include $(wildcard $(B)/obj/unit/*.d)
.SECONDARY: $(UNIT_NAMES:%=$(B)/obj/unit/test_%.o) $(B)/obj/unit/helper.o \
	$(B)/obj/unit/menu_crypt.o $(B)/obj/unit/menu_desk.o

# Packed files as the real programs make them, and some that lie.
$(PACKED)/.stamp: tests/unit/packed
	$(call say,GEN,$(PACKED))
	$(Q)rm -rf $(PACKED) && mkdir -p $(PACKED)
	$(Q)tests/unit/packed $(PACKED)
	$(Q)touch $@

.PHONY: unit golden corpus mutated fuzz $(UNIT_TESTS) $(FUZZ_TESTS)
## unit: run the unit tests of kexec/
unit: $(UNIT_NAMES:%=unit-%)

$(UNIT_NAMES:%=unit-%): unit-%: $(B)/unit/test_% $(PACKED)/.stamp
	$(Q)$<

## golden: write the golden plans and menus of tests/fixtures anew
golden: $(B)/unit/test_golden $(B)/unit/test_menu
	$(Q)mkdir -p tests/fixtures/plans
	$(Q)GOLDEN_UPDATE=1 $(B)/unit/test_golden
	$(Q)GOLDEN_UPDATE=1 $(B)/unit/test_menu
	$(Q)git --no-pager diff --stat -- tests/fixtures/plans tests/fixtures/menu || true

# ---- fuzzers

FUZZ_SECONDS ?= 60

$(B)/obj/fuzzers/%.o: tests/fuzz/%.c | deps
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(FUZZ_CC) $(SANITIZE) -fsanitize=fuzzer-no-link $(KEXEC_WARN) $(KEXEC_CORE_INC) -Irootfs/menu \
		-MMD -MP -c $< -o $@

$(B)/obj/fuzzers/options.o: loaders/biostest/options.c | deps
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(FUZZ_CC) $(SANITIZE) -fsanitize=fuzzer-no-link $(KEXEC_WARN) -Iloaders/biostest -MMD -MP -c $< -o $@
$(B)/obj/fuzzers/fuzz_options.o: KEXEC_CORE_INC += -Iloaders/biostest
$(B)/fuzz/fuzz_options: $(B)/obj/fuzzers/options.o

UNDI_FUZZ := undi_rx undi_rom
$(UNDI_FUZZ:%=$(B)/obj/fuzzers/%.o): $(B)/obj/fuzzers/%.o: $(BIOS_DIR)/%.c | deps
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(FUZZ_CC) $(SANITIZE) -fsanitize=fuzzer-no-link $(KEXEC_WARN) -Iinclude -I$(BIOS_DIR) -MMD -MP -c $< -o $@
$(UNDI_FUZZ:%=$(B)/obj/fuzzers/fuzz_%.o): KEXEC_CORE_INC += -I$(BIOS_DIR)
$(foreach p,$(UNDI_FUZZ),$(eval $(B)/fuzz/fuzz_$(p): $(B)/obj/fuzzers/$(p).o))

$(B)/fuzz/fuzz_%: $(B)/obj/fuzzers/fuzz_%.o $(fuzz_CORE_OBJ)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(FUZZ_CC) $(SANITIZE) -fsanitize=fuzzer $^ -o $@

$(B)/fuzz/fuzz_menu: $(fuzz_MENU_CORE_OBJ)

-include $(wildcard $(B)/obj/fuzzers/*.d)
.SECONDARY: $(FUZZ_NAMES:%=$(B)/obj/fuzzers/fuzz_%.o)

## corpus: replay the seeds of all fuzzers
corpus: $(CORPUS_TESTS)

$(CORPUS_TESTS): corpus-%: $(B)/fuzz/fuzz_%
	$(Q)$< -runs=0 -artifact_prefix=$(B)/fuzz/$*- tests/fuzz/corpus/$* >$(B)/fuzz/$*.log 2>&1 || { cat $(B)/fuzz/$*.log; exit 1; }
	$(Q)echo "corpus $*: $$(find tests/fuzz/corpus/$* -type f | wc -l) inputs, good"

# ---- mutations: as many inputs each time, made from the seeds by tests/fuzz/mutate.c

MUTATIONS ?= 20000

$(B)/obj/mutated/%.o: tests/fuzz/%.c | deps
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(SANITIZE) $(KEXEC_WARN) $(KEXEC_CORE_INC) -MMD -MP -c $< -o $@

$(B)/mutated/%: $(B)/obj/mutated/fuzz_%.o $(B)/obj/mutated/mutate.o $(host_CORE_OBJ)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(SANITIZE) $^ -o $@

-include $(wildcard $(B)/obj/mutated/*.d)
.SECONDARY: $(MUTATED_NAMES:%=$(B)/obj/mutated/fuzz_%.o) $(B)/obj/mutated/mutate.o

## mutated: try MUTATIONS (20000) damaged files of each image type
mutated: $(MUTATED_TESTS)

$(MUTATED_TESTS): mutated-%: $(B)/mutated/%
	$(Q)$< tests/fuzz/corpus/$* $(B)/mutated/$*.crash $(MUTATIONS) >$(B)/mutated/$*.log 2>&1 || { cat $(B)/mutated/$*.log; exit 1; }
	$(Q)echo "mutated $*: $$(cat $(B)/mutated/$*.log)"

## fuzz: fuzz each parser for FUZZ_SECONDS (60); new inputs and crashes go to the build folder
fuzz: $(FUZZ_TESTS)

$(FUZZ_TESTS): fuzz-%: $(B)/fuzz/fuzz_%
	$(Q)mkdir -p $(B)/fuzz/found/$*
	$(Q)$< -max_total_time=$(FUZZ_SECONDS) -max_len=16384 -timeout=10 -rss_limit_mb=2048 \
		-print_final_stats=1 -artifact_prefix=$(B)/fuzz/$*- \
		$(B)/fuzz/found/$* tests/fuzz/corpus/$* 2>&1 | tail -n 12

CHECKS += unit corpus mutated
