# SPDX-License-Identifier: GPL-2.0-only
# What a DHCP packet says, as assignments for the shell. RFC 2131, RFC 2132, RFC 5071.
# usage: hexdump -v -e '1/1 "%u\n"' PACKET | awk -v prefix=ack_ -f /etc/dhcp.awk
# Prints nothing, with status 1, if that is no DHCP packet.

{ b[NR - 1] = $1 + 0 }

function ip(at) {
	return b[at] "." b[at + 1] "." b[at + 2] "." b[at + 3]
}

function ips(code,    at, end, list) {
	if (!(code in where))
		return ""
	end = where[code] + size[code]
	for (at = where[code]; at + 4 <= end; at += 4)
		list = list (list == "" ? "" : " ") ip(at)
	return list
}

# Printable characters up to a zero; no quote, for the shell's sake.
function text(at, n,    s) {
	for (n += at; at < n && b[at]; at++)
		if (b[at] >= 32 && b[at] < 127 && b[at] != 39)
			s = s sprintf("%c", b[at])
	return s
}

function option_text(code) {
	return code in where ? text(where[code], size[code]) : ""
}

# Note where each option is; the first of a kind counts.
function options(at, end,    code, n) {
	while (at + 1 < end && b[at] != 255) {
		code = b[at++]
		if (code == 0)
			continue
		n = b[at++]
		if (at + n > end)
			return
		if (!(code in where)) {
			where[code] = at
			size[code] = n
		}
		at += n
	}
}

# Length of a netmask: its leading ones. Without one, that of the address's class.
function mask_bits(address,    at, i, bit, n) {
	if (!(1 in where) || size[1] < 4)
		return address < 128 ? 8 : address < 192 ? 16 : 24
	for (at = where[1]; i < 4; i++)
		for (bit = 128; bit >= 1; bit /= 2) {
			if (int(b[at + i] / bit) % 2 == 0)
				return n + 0
			n++
		}
	return n
}

# Option 97: the first three fields are little endian, as SMBIOS has them.
function uuid(    at, i, s) {
	if (!(97 in where) || size[97] != 17 || b[where[97]] != 0)
		return ""
	split("4 3 2 1 6 5 8 7 9 10 11 12 13 14 15 16", order, " ")
	for (i = 1; i <= 16; i++)
		s = s sprintf("%02x", b[where[97] + order[i]]) (i ~ /^(4|6|8|10)$/ ? "-" : "")
	return s ~ /^[0-]*$|^[f-]*$/ ? "" : s # a machine without one
}

function put(name, value) {
	printf "%s%s='%s'\n", prefix, name, value
}

END {
	if (NR < 240 || b[236] != 99 || b[237] != 130 || b[238] != 83 || b[239] != 99)
		exit 1
	options(240, NR)
	overload = 52 in where ? b[where[52]] : 0
	if (overload % 2)
		options(108, 236)
	if (overload >= 2)
		options(44, 108)
	file = overload % 2 ? "" : text(108, 128)
	server = ip(20)
	put("ip", b[16] ? ip(16) : "")
	put("bits", mask_bits(b[16]))
	put("gateway", ips(3))
	put("dns", ips(6))
	put("domain", option_text(15))
	put("server", b[20] ? server : ips(54))
	put("file", file != "" ? file : option_text(67))
	put("config", option_text(209))
	put("prefix", option_text(210))
	put("timeout", 211 in where && size[211] == 4 ? ((b[where[211]] * 256 + b[where[211] + 1]) * 256 + b[where[211] + 2]) * 256 + b[where[211] + 3] : "")
	put("uuid", uuid())
}
