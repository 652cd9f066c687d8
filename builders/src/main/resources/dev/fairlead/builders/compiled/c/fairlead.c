// What lies between the handler contract and `handle`: reads the request's JSON, writes the answer's.
#include "fairlead.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct {
  char *bytes;
  size_t length, room;
} buffer;

typedef struct pair {
  const char *name, *value;
  struct pair *next;
} pair;

struct fl_request {
  const char *method, *path, *body;
  size_t body_length;
  pair *headers, *query;
};

struct fl_response {
  int status;
  buffer headers, body;
};

// The end of input is a zero byte, which no JSON value contains.
typedef struct {
  char *at;
} reader;

static void *room_for(size_t size) {
  void *room = malloc(size ? size : 1);
  if (!room) fl_fail("out of memory");
  return room;
}

static void add(buffer *to, const void *bytes, size_t length) {
  if (length > to->room - to->length) {
    size_t room = (to->length + length) * 2 + 64;
    char *grown = realloc(to->bytes, room);
    if (!grown) fl_fail("out of memory");
    to->bytes = grown;
    to->room = room;
  }
  memcpy(to->bytes + to->length, bytes, length);
  to->length += length;
}

static void add_text(buffer *to, const char *text) { add(to, text, strlen(text)); }

static void add_quoted(buffer *to, const char *text, size_t length) {
  static const char digits[] = "0123456789abcdef";
  add(to, "\"", 1);
  size_t from = 0;
  for (size_t i = 0; i < length; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    char escape[] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
    add(to, text + from, i - from);
    if (c < 0x20) add(to, escape, 6);
    else add(to, (char[]){'\\', (char)c}, 2);
    from = i + 1;
  }
  add(to, text + from, length - from);
  add(to, "\"", 1);
}

static bool is_utf8(const unsigned char *s, size_t length) {
  for (size_t i = 0; i < length;) {
    unsigned char c = s[i++];
    if (c < 0x80) continue;
    int more = c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xf0 && c < 0xf5 ? 3 : 0;
    if (!more || length - i < (size_t)more) return false;
    if ((c == 0xe0 && s[i] < 0xa0) || (c == 0xed && s[i] > 0x9f) || (c == 0xf0 && s[i] < 0x90) ||
        (c == 0xf4 && s[i] > 0x8f))
      return false;
    for (; more; more--)
      if ((s[i++] & 0xc0) != 0x80) return false;
  }
  return true;
}

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void add_base64(buffer *to, const unsigned char *s, size_t length) {
  for (size_t i = 0; i < length; i += 3) {
    size_t left = length - i;
    uint32_t v = (uint32_t)s[i] << 16 | (left > 1 ? s[i + 1] : 0) << 8 | (left > 2 ? s[i + 2] : 0);
    char four[] = {base64[v >> 18], base64[v >> 12 & 63], left > 1 ? base64[v >> 6 & 63] : '=',
                   left > 2 ? base64[v & 63] : '='};
    add(to, four, 4);
  }
}

static size_t from_base64(char *text) {
  char *out = text;
  uint32_t bits = 0;
  int count = 0;
  for (char *p = text; *p && *p != '='; p++) {
    const char *digit = strchr(base64, *p);
    if (!digit) break;
    bits = bits << 6 | (uint32_t)(digit - base64);
    count += 6;
    if (count >= 8) *out++ = (char)(bits >> (count -= 8));
  }
  *out = 0;
  return (size_t)(out - text);
}

// --- reading JSON, in place

static void space(reader *in) {
  while (*in->at == ' ' || *in->at == '\n' || *in->at == '\r' || *in->at == '\t') in->at++;
}

static uint32_t hex4(const char *p) {
  uint32_t value = 0;
  for (int i = 0; i < 4; i++) {
    char c = p[i];
    int digit = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
    if (digit < 0) return 0xfffd;
    value = value << 4 | (uint32_t)digit;
  }
  return value;
}

static char *put_utf8(char *out, uint32_t c) {
  if (c < 0x80) {
    *out++ = (char)c;
    return out;
  }
  if (c < 0x800) {
    *out++ = (char)(0xc0 | c >> 6);
  } else {
    if (c < 0x10000) {
      *out++ = (char)(0xe0 | c >> 12);
    } else {
      *out++ = (char)(0xf0 | c >> 18);
      *out++ = (char)(0x80 | (c >> 12 & 63));
    }
    *out++ = (char)(0x80 | (c >> 6 & 63));
  }
  *out++ = (char)(0x80 | (c & 63));
  return out;
}

// The text that begins with the quote at `at`, decoded where it lies; it only gets shorter.
static char *text(reader *in, size_t *length) {
  char *start = ++in->at, *out = start, *p = start;
  while (*p && *p != '"') {
    if (*p != '\\') {
      *out++ = *p++;
      continue;
    }
    char kind = *++p;
    if (!kind) break;
    p++;
    switch (kind) {
      case 'b': *out++ = '\b'; break;
      case 'f': *out++ = '\f'; break;
      case 'n': *out++ = '\n'; break;
      case 'r': *out++ = '\r'; break;
      case 't': *out++ = '\t'; break;
      case 'u': {
        uint32_t c = hex4(p);
        for (int i = 0; i < 4 && *p; i++) p++;
        if (c >= 0xd800 && c < 0xdc00 && p[0] == '\\' && p[1] == 'u') {
          uint32_t low = hex4(p + 2);
          if (low >= 0xdc00 && low < 0xe000) {
            c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
            p += 6;
          }
        }
        out = put_utf8(out, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
        break;
      }
      default: *out++ = kind;
    }
  }
  in->at = *p ? p + 1 : p;
  *out = 0;
  if (length) *length = (size_t)(out - start);
  return start;
}

static void skip_text(reader *in) {
  for (in->at++; *in->at && *in->at != '"'; in->at++)
    if (*in->at == '\\' && in->at[1]) in->at++;
  if (*in->at) in->at++;
}

static void skip(reader *in) {
  int depth = 0;
  do {
    space(in);
    char c = *in->at;
    if (!c) return;
    if (c == '"') {
      skip_text(in);
    } else {
      if (c == '{' || c == '[') depth++;
      if (c == '}' || c == ']') depth--;
      in->at++;
      if (depth == 0 && c != '}' && c != ']')
        while (*in->at && !strchr(",}] \n\r\t", *in->at)) in->at++;
    }
  } while (depth > 0);
}

// The name of the next member, or NULL after the last.
static const char *member(reader *in) {
  space(in);
  if (*in->at == ',' || *in->at == '{') in->at++;
  space(in);
  if (*in->at != '"') return NULL;
  const char *name = text(in, NULL);
  space(in);
  if (*in->at == ':') in->at++;
  return name;
}

static pair *pairs(reader *in) {
  pair *first = NULL, **last = &first;
  for (const char *name; (name = member(in));) {
    space(in);
    pair *one = room_for(sizeof *one);
    *one = (pair){.name = name, .value = ""};
    if (*in->at == '[') {
      reader inner = {in->at + 1};
      skip(in);
      if (*inner.at == '"') one->value = text(&inner, NULL);
    } else if (*in->at == '"') {
      one->value = text(in, NULL);
    } else {
      skip(in);
    }
    *last = one;
    last = &one->next;
  }
  if (*in->at == '}') in->at++;
  return first;
}

static const char *find(const pair *in, const char *name, int (*compare)(const char *, const char *)) {
  for (; in; in = in->next)
    if (compare(in->name, name) == 0) return in->value;
  return NULL;
}

static bool says_json(const fl_request *request) {
  const char *type = fl_header(request, "content-type");
  for (; type && *type; type++)
    if (strncasecmp(type, "json", 4) == 0) return true;
  return false;
}

static void read_request(fl_request *request, char *json) {
  reader in = {json};
  char *body = NULL, *body_end = NULL, *encoded = NULL;
  for (const char *name; (name = member(&in));) {
    char *value = in.at;
    if (strcmp(name, "method") == 0) request->method = text(&in, NULL);
    else if (strcmp(name, "path") == 0) request->path = text(&in, NULL);
    else if (strcmp(name, "headers") == 0) request->headers = pairs(&in);
    else if (strcmp(name, "query") == 0) request->query = pairs(&in);
    else if (strcmp(name, "bodyBase64") == 0) encoded = text(&in, NULL);
    else {
      skip(&in);
      space(&in);
      if (strcmp(name, "body") == 0) body = value, body_end = in.at;
    }
  }
  if (encoded) {
    request->body = encoded;
    request->body_length = from_base64(encoded);
  } else if (body && says_json(request) && strncmp(body, "null", 4) != 0) {
    *body_end = 0;
    request->body = body;
    request->body_length = (size_t)(body_end - body);
  } else if (body && *body == '"') {
    reader inner = {body};
    request->body = text(&inner, &request->body_length);
  }
}

// --- what functions call

const char *fl_method(const fl_request *request) { return request->method; }
const char *fl_path(const fl_request *request) { return request->path; }
const char *fl_header(const fl_request *request, const char *name) { return find(request->headers, name, strcasecmp); }
const char *fl_query(const fl_request *request, const char *name) { return find(request->query, name, strcmp); }

const char *fl_body(const fl_request *request, size_t *length) {
  if (length) *length = request->body_length;
  return request->body;
}

const char *fl_json(const fl_request *request, const char *name) {
  // The body itself must stay what it is, and reading changes what is read.
  char *copy = room_for(request->body_length + 1);
  memcpy(copy, request->body, request->body_length);
  copy[request->body_length] = 0;
  reader in = {copy};
  space(&in);
  if (*in.at != '{') return NULL;
  for (const char *found; (found = member(&in));) {
    space(&in);
    if (strcmp(found, name) != 0) {
      skip(&in);
      continue;
    }
    if (*in.at == '"') return text(&in, NULL);
    char *value = in.at;
    skip(&in);
    *in.at = 0;
    return value;
  }
  return NULL;
}

void fl_set_status(fl_response *response, int status) { response->status = status; }

void fl_add_header(fl_response *response, const char *name, const char *value) {
  buffer *to = &response->headers;
  if (to->length) add(to, ",", 1);
  add_quoted(to, name, strlen(name));
  add(to, ":", 1);
  add_quoted(to, value, strlen(value));
}

void fl_write(fl_response *response, const void *bytes, size_t length) { add(&response->body, bytes, length); }
void fl_write_json(fl_response *response, const char *value) { add_quoted(&response->body, value, strlen(value)); }

static char *formatted(const char *format, va_list arguments) {
  va_list again;
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  char *out = malloc(length < 0 ? 1 : (size_t)length + 1);
  if (!out) __builtin_trap();
  *out = 0;
  if (length > 0) vsnprintf(out, (size_t)length + 1, format, again);
  va_end(again);
  return out;
}

void fl_print(fl_response *response, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char *all = formatted(format, arguments);
  va_end(arguments);
  add_text(&response->body, all);
  free(all);
}

// Each line of its own carries the level; see docs/reference/contracts.md.
static void log_lines(int level, char *all) {
  for (char *line = all; line;) {
    char *end = strchr(line, '\n');
    if (end) *end = 0;
    fprintf(stderr, "<%d>%s\n", level, line);
    line = end ? end + 1 : NULL;
  }
  free(all);
}

void fl_log(fl_level level, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  log_lines(level, formatted(format, arguments));
  va_end(arguments);
}

void fl_fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  log_lines(FL_ERROR, formatted(format, arguments));
  va_end(arguments);
  __builtin_trap();
}

// --- what the runtime calls

__attribute__((export_name("fl_alloc"))) void *fl_alloc(size_t length) { return malloc(length + 1); }

__attribute__((export_name("fl_handle"))) uint64_t fl_handle(char *json, size_t length) {
  json[length] = 0;
  fl_request request = {.method = "", .path = "", .body = ""};
  fl_response response = {.status = 200};
  read_request(&request, json);
  handle(&request, &response);
  buffer out = {0};
  char status[32];
  add(&out, status, (size_t)snprintf(status, sizeof status, "{\"status\":%d,\"headers\":{", response.status));
  if (response.headers.length) add(&out, response.headers.bytes, response.headers.length);
  if (response.body.length == 0) {
    add_text(&out, "}}");
  } else if (is_utf8((unsigned char *)response.body.bytes, response.body.length)) {
    add_text(&out, "},\"body\":");
    add_quoted(&out, response.body.bytes, response.body.length);
    add(&out, "}", 1);
  } else {
    add_text(&out, "},\"bodyBase64\":\"");
    add_base64(&out, (unsigned char *)response.body.bytes, response.body.length);
    add_text(&out, "\"}");
  }
  return (uint64_t)(uintptr_t)out.bytes << 32 | out.length;
}
