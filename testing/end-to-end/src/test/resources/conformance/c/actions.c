#include <stdlib.h>
#include <string.h>

#include "fairlead.h"

static volatile int spins;
static char *volatile kept;

static int is(const fl_request *request, const char *path) { return strcmp(fl_path(request), path) == 0; }

void handle(const fl_request *request, fl_response *response) {
  if (is(request, "/hello")) {
    size_t length = strlen(fl_query(request, "name"));
    char *message = malloc(length + 8);
    memcpy(message, "Hello, ", 7);
    memcpy(message + 7, fl_query(request, "name"), length + 1);
    fl_print(response, "{\"message\":");
    fl_write_json(response, message);
    fl_print(response, "}");
  } else if (is(request, "/echo")) {
    size_t length;
    const char *body = fl_body(request, &length);
    fl_add_header(response, "content-type", fl_header(request, "Content-Type"));
    fl_write(response, body, length);
  } else if (is(request, "/shaped")) {
    fl_set_status(response, 201);
    fl_add_header(response, "x-made-by", fl_header(request, "x-asked"));
    fl_add_header(response, "content-type", "text/plain");
    fl_print(response, "made");
  } else if (is(request, "/environment")) {
    fl_print(response, "{\"greeting\":");
    fl_write_json(response, getenv("GREETING"));
    fl_print(response, ",\"token\":");
    fl_write_json(response, getenv("API_TOKEN"));
    fl_print(response, "}");
  } else if (is(request, "/log")) {
    fl_log(FL_DEBUG, "one %s", "ä");
    fl_log(FL_INFO, "two");
    fl_log(FL_WARN, "three");
    fl_log(FL_ERROR, "four");
  } else if (is(request, "/fail")) {
    fl_fail("on %s", "purpose");
  } else if (is(request, "/loop")) {
    for (;;) spins++;
  } else if (is(request, "/memory")) {
    for (;;) {
      kept = malloc(1 << 20);
      if (!kept) fl_fail("no memory");
      memset(kept, 1, 1 << 20);
    }
  } else if (is(request, "/output")) {
    for (int left = atoi(fl_query(request, "bytes")); left > 0; left--) fl_write(response, "x", 1);
  } else {
    fl_set_status(response, 404);
  }
}
