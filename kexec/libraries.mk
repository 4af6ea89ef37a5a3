# SPDX-License-Identifier: GPL-2.0-only
# The libraries that unpack: Debian's sources, and lib/xz of Linux. docs/decisions/0063.
# Only the decoders are wanted; what bzip2 and lz4 have beside them in the same files goes at the
# last link.

LIBRARIES := zlib xz bzip2 lz4 libzstd xz-utils

LIB_C_zlib := inflate inffast inftrees adler32 zutil
LIB_C_xz := $(addprefix lib/xz/,xz_crc32 xz_dec_stream xz_dec_lzma2 xz_dec_bcj)
LIB_C_bzip2 := bzlib decompress huffman crctable randtable compress blocksort
LIB_C_lz4 := $(addprefix lib/,lz4 lz4frame lz4hc xxhash)
LIB_C_libzstd := $(addprefix lib/common/,debug entropy_common error_private fse_decompress xxhash \
	zstd_common) $(addprefix lib/decompress/,huf_decompress zstd_ddict zstd_decompress \
	zstd_decompress_block)
LIB_C_xz-utils := $(addprefix src/liblzma/,common/common common/alone_decoder lz/lz_decoder \
	lzma/lzma_decoder)

# NO_GZIP: our gzip.c reads the gzip header itself. BUILDFIXED: 2 KiB of tables are computed, not stored.
LIB_CFLAGS_zlib := -DNO_GZIP -DBUILDFIXED -I$(B)/zlib
LIB_CFLAGS_xz := -Ikexec/decompress/xz-embedded -I$(B)/xz/include -I$(B)/xz/lib/xz
LIB_CFLAGS_bzip2 := -DBZ_NO_STDIO
# Copies of 16 bytes at a time are fast, but three times the code.
LIB_CFLAGS_lz4 := -DLZ4_FAST_DEC_LOOP=0 -DXXH_NAMESPACE=LZ4_
# One decoder of each kind, no errors in words, no assembly: lib/README.md of libzstd, "minify".
LIB_CFLAGS_libzstd := -DXXH_NAMESPACE=ZSTD_ -DZSTD_LEGACY_SUPPORT=0 -DZSTD_NO_TRACE \
	-DZSTD_STRIP_ERROR_STRINGS -DZSTD_DISABLE_ASM -DDYNAMIC_BMI2=0 -DZSTD_NO_INLINE \
	-DHUF_FORCE_DECOMPRESS_X1 -DZSTD_FORCE_DECOMPRESS_SEQUENCES_SHORT
LIB_CFLAGS_xz-utils := -DNDEBUG -DHAVE_DECODERS -DHAVE_DECODER_LZMA1 \
	$(patsubst %,-DHAVE_%_H,INTTYPES LIMITS STDBOOL STDINT STDLIB STRING) -I$(B)/xz-utils/src/common \
	$(addprefix -I$(B)/xz-utils/src/liblzma/,api check common lz lzma rangecoder)

# What the sources of decompress/ include.
LIB_INC := -I$(B)/zlib -Ikexec/decompress/xz-embedded -I$(B)/xz/include -I$(B)/bzip2 \
	-I$(B)/lz4/lib -I$(B)/libzstd/lib -I$(B)/xz-utils/src/liblzma/api
LIB_STAMPS := $(LIBRARIES:%=$(B)/%/.stamp)

LINUX_TARBALL := /usr/src/linux-source-6.1.tar.xz

$(B)/xz/.stamp: $(LINUX_TARBALL)
	$(call say,UNPACK,lib/xz of Linux)
	$(Q)rm -rf $(@D) && mkdir -p $(@D)
	$(Q)tar xf $< -C $(@D) --strip-components=1 --wildcards '*/lib/xz/*.[ch]' '*/include/linux/xz.h'
	$(Q)touch $@

$(patsubst %,$(B)/%/.stamp,$(filter-out xz,$(LIBRARIES))): $(B)/%/.stamp: $(B)/dl/%/.stamp
	$(call say,UNPACK,$*)
	$(Q)rm -rf $(@D) && mkdir -p $(@D)
	$(Q)tar xf $$(ls $(B)/dl/$*/*.orig.tar.* | grep -v '\.asc$$') -C $(@D) --strip-components=1
	$(Q)touch $@

# $(call library,NAME)
define library
$(B)/$(1)/%.c: $(B)/$(1)/.stamp ;
.PRECIOUS: $(B)/$(1)/%.c
endef
$(foreach l,$(LIBRARIES),$(eval $(call library,$(l))))

# $(call library_build,BUILD,CC,CFLAGS,NAME): others' code, so warnings are off.
define library_build
$(1)_CORE_OBJ += $$(patsubst %,$(B)/obj/$(1)/lib/$(4)/%.o,$$(LIB_C_$(4)))
$(B)/obj/$(1)/lib/$(4)/%.o: $(B)/$(4)/%.c kexec/libraries.mk kexec/decompress/xz-embedded/xz_config.h
	$$(call say,CC,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$(2) $(3) $$(LIB_CFLAGS_$(4)) -w -c $$< -o $$@
endef
