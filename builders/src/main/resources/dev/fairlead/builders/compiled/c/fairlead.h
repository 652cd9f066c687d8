// Functions for Fairlead in C: define `handle`; everything else here is what it may call.
// Texts end with a zero byte and live until the answer is sent.
#ifndef FAIRLEAD_H
#define FAIRLEAD_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct fl_request fl_request;
typedef struct fl_response fl_response;

// Yours. Without a status it is 200; without a content type it is guessed from the body.
void handle(const fl_request *request, fl_response *response);

const char *fl_method(const fl_request *request);
const char *fl_path(const fl_request *request);
// The value of a header, whatever the letters' case, or NULL.
const char *fl_header(const fl_request *request, const char *name);
// The first value of a query parameter, or NULL.
const char *fl_query(const fl_request *request, const char *name);
// The body's bytes as they were sent; one zero byte follows them.
const char *fl_body(const fl_request *request, size_t *length);

// A member of the body, where that is a JSON object: texts decoded, other values as their JSON.
// NULL where there is none.
const char *fl_json(const fl_request *request, const char *name);

void fl_set_status(fl_response *response, int status);
void fl_add_header(fl_response *response, const char *name, const char *value);
// Adds to the body.
void fl_write(fl_response *response, const void *bytes, size_t length);
void fl_print(fl_response *response, const char *format, ...) __attribute__((format(printf, 2, 3)));
// Adds a text as JSON, with its quotes.
void fl_write_json(fl_response *response, const char *text);

typedef enum { FL_DEBUG = 7, FL_INFO = 6, FL_WARN = 4, FL_ERROR = 3 } fl_level;

void fl_log(fl_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));
// Ends the call as failed, with this message in its log.
#ifdef __cplusplus
[[noreturn]]
#else
_Noreturn
#endif
void fl_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

#ifdef __cplusplus
}
#endif
#endif
