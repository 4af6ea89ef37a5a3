// SPDX-License-Identifier: GPL-2.0-only
/* URLs of files on servers: http (RFC 9110) and tftp (RFC 3617). RFC 3986. */
#include <string.h>
#include "core.h"
#include "net.h"

#define HTTP_PORT 80u

static const struct {
	const char *name;
	enum url_scheme scheme;
	uint16_t port;
} schemes[] = {
	{ "http", URL_HTTP, HTTP_PORT },
	{ "tftp", URL_TFTP, TFTP_PORT },
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static bool same_word(const char *text, size_t n, const char *word)
{
	size_t i = 0;

	while (i < n && word[i] && lower(text[i]) == word[i])
		i++;
	return i == n && !word[i];
}

static int find_scheme(struct url *url, const char *text, size_t n, struct reason *why)
{
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (same_word(text, n, schemes[i].name)) {
			url->scheme = schemes[i].scheme;
			url->port = schemes[i].port;
			return 0;
		}
	if (same_word(text, n, "https"))
		return because(why, -EINVAL, "https is not here yet; http and tftp are");
	if (same_word(text, n, "nfs"))
		return because(
			why, -EINVAL,
			"nfs is not here: let a server of http or tftp give out that folder");
	return because(why, -EINVAL, "%.*s:// is not known here; http and tftp are",
		       (int)(n < 16 ? n : 16), text);
}

/* ":PORT", the rest of an authority of @n characters. */
static int read_port(struct url *url, const char *text, size_t n, struct reason *why)
{
	unsigned int port = 0;

	for (size_t i = 1; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			port = 0x10000;
		else
			port = port * 10 + (unsigned int)(text[i] - '0');
		if (port > 0xffff)
			break;
	}
	if (n > 1 && (!port || port > 0xffff)) /* "host:" alone has the default */
		return because(why, -EINVAL, "it names no port from 1 to 65535");
	if (n > 1)
		url->port = (uint16_t)port;
	return 0;
}

static bool is_host_char(char c)
{
	return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
	       c == '-' || c == '_';
}

/* HOST[:PORT], @n characters of @text. */
static int read_authority(struct url *url, const char *text, size_t n, struct reason *why)
{
	size_t host = 0;

	if (memchr(text, '@', n))
		return because(why, -EINVAL, "no user names and passwords here");
	if (n && text[0] == '[')
		return because(why, -EINVAL, "no IPv6 here");
	while (host < n && text[host] != ':')
		host++;
	for (size_t i = 0; i < host; i++)
		if (!is_host_char(text[i]))
			return because(why, -EINVAL,
				       "its server's name has a character that none has");
	if (host >= sizeof(url->host))
		return because(why, -EINVAL, "its server's name has more than %zu characters",
			       sizeof(url->host) - 1);
	if (!host && (url->scheme != URL_TFTP || n))
		return because(why, -EINVAL, "it names no server");
	memcpy(url->host, text, host);
	url->host[host] = '\0';
	return read_port(url, text + host, n - host, why);
}

/* Append a character, percent-encoded if a request line could not have it. */
static bool add_char(struct url *url, size_t *n, char c)
{
	static const char digit[] = "0123456789ABCDEF";
	uint8_t u = (uint8_t)c;
	bool encode = url->scheme == URL_HTTP && (u <= ' ' || u >= 0x7f);

	if (*n + (encode ? 3 : 1) >= sizeof(url->path))
		return false;
	if (encode) {
		url->path[(*n)++] = '%';
		url->path[(*n)++] = digit[u >> 4];
		url->path[(*n)++] = digit[u & 15];
	} else {
		url->path[(*n)++] = c;
	}
	return true;
}

/* Path and query behind the @n characters that url->path keeps; a fragment is not for servers. */
static int add_path(struct url *url, size_t n, const char *text, struct reason *why)
{
	for (; *text && !(*text == '#' && url->scheme == URL_HTTP); text++)
		if (!add_char(url, &n, *text))
			return because(why, -EINVAL, "its path has more than %zu characters",
				       sizeof(url->path) - 1);
	url->path[n] = '\0';
	return 0;
}

int url_parse(struct url *url, const char *text, struct reason *why)
{
	const char *colon = strstr(text, "://"), *authority = colon ? colon + 3 : NULL;
	size_t n;
	int err;

	if (!colon || colon == text || memchr(text, '/', (size_t)(colon - text)))
		return because(why, -EINVAL, "not a URL: SCHEME://SERVER/PATH");
	err = find_scheme(url, text, (size_t)(colon - text), why);
	if (err)
		return err;
	n = strcspn(authority, url->scheme == URL_HTTP ? "/?#" : "/");
	err = read_authority(url, authority, n, why);
	if (err)
		return err;
	if (url->scheme == URL_HTTP) {
		url->path[0] = '/';
		return add_path(url, 1, authority + n + (authority[n] == '/'), why);
	}
	if (!authority[n] || !authority[n + 1])
		return because(why, -EINVAL, "it names no file");
	return add_path(url, 0, authority + n + 1, why);
}

int url_follow(struct url *url, const char *location, struct reason *why)
{
	size_t keep = 0;

	if (strstr(location, "://") && strcspn(location, "/?#") > strcspn(location, ":")) {
		struct url to = { .port = 0 };
		int err = url_parse(&to, location, why);

		if (!err && to.scheme != URL_HTTP)
			return because(why, -EPROTO, "the server redirects to %.200s", location);
		if (!err)
			*url = to;
		return err;
	}
	if (location[0] == '/' && location[1] == '/') {
		size_t n = strcspn(location + 2, "/?#");
		int err;

		url->port = HTTP_PORT;
		err = read_authority(url, location + 2, n, why);
		if (err)
			return err;
		location += 2 + n;
		keep = 1; /* "//server" alone means its "/" */
		url->path[0] = '/';
		location += location[0] == '/';
	} else if (location[0] != '/') {
		keep = strcspn(url->path, "?");
		while (location[0] != '?' && keep > 1 && url->path[keep - 1] != '/')
			keep--;
	}
	return add_path(url, keep, location, why);
}
