// A WASI command: the request's body on standard input, CGI variables in the environment, the answer
// on standard output. Answers ?name=Ada and {"name": "Ada"} with {"message": "Hello, Ada"}.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char body[65536];
static char name[256] = "world";

static int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Only what a JSON string may hold as it is.
static void put(size_t *at, char c) {
  if (c != '"' && c != '\\' && (unsigned char)c >= 0x20 && *at + 1 < sizeof name) name[(*at)++] = c;
}

static void from_query(const char *query) {
  while (query && *query) {
    if (strncmp(query, "name=", 5) == 0) {
      size_t at = 0;
      for (const char *p = query + 5; *p && *p != '&'; p++) {
        if (*p == '%' && hex(p[1]) >= 0 && hex(p[2]) >= 0) {
          put(&at, (char)(hex(p[1]) * 16 + hex(p[2])));
          p += 2;
        } else {
          put(&at, *p == '+' ? ' ' : *p);
        }
      }
      name[at] = 0;
      return;
    }
    query = strchr(query, '&');
    if (query) query++;
  }
}

static void from_body(void) {
  size_t length = fread(body, 1, sizeof body - 1, stdin);
  body[length] = 0;
  char *p = strstr(body, "\"name\"");
  if (!p || !(p = strchr(p + 6, '"'))) return;
  size_t at = 0;
  for (p++; *p && *p != '"'; p++) put(&at, *p);
  name[at] = 0;
}

int main(void) {
  from_query(getenv("QUERY_STRING"));
  from_body();
  printf("Content-Type: application/json\n\n{\"message\":\"Hello, %s\"}", name);
  return 0;
}
