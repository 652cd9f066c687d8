// Functions for Fairlead in C++: define `fairlead::Response handle(const fairlead::Request &)`.
#ifndef FAIRLEAD_HPP
#define FAIRLEAD_HPP

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fairlead.h"

namespace fairlead {

class Request {
 public:
  explicit Request(const fl_request *request) : request(request) {}

  std::string_view method() const { return fl_method(request); }
  std::string_view path() const { return fl_path(request); }

  std::string_view body() const {
    std::size_t length;
    const char *bytes = fl_body(request, &length);
    return {bytes, length};
  }

  std::optional<std::string> header(const std::string &name) const { return optional(fl_header(request, name.c_str())); }
  std::optional<std::string> query(const std::string &name) const { return optional(fl_query(request, name.c_str())); }

  // A member of the body, where that is a JSON object: texts decoded, other values as their JSON.
  std::optional<std::string> json(const std::string &name) const { return optional(fl_json(request, name.c_str())); }

 private:
  const fl_request *request;

  static std::optional<std::string> optional(const char *text) {
    return text ? std::optional<std::string>(text) : std::nullopt;
  }
};

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
};

// A text as JSON, with its quotes.
inline std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      constexpr char digits[] = "0123456789abcdef";
      out += "\\u00";
      out += digits[c >> 4];
      out += digits[c & 15];
    } else {
      out += c;
    }
  }
  return out + '"';
}

inline Response json(std::string body, int status = 200) {
  return {status, {{"content-type", "application/json"}}, std::move(body)};
}

inline Response text(std::string body, int status = 200) {
  return {status, {{"content-type", "text/plain; charset=utf-8"}}, std::move(body)};
}

inline void debug(std::string_view line) { fl_log(FL_DEBUG, "%.*s", static_cast<int>(line.size()), line.data()); }
inline void info(std::string_view line) { fl_log(FL_INFO, "%.*s", static_cast<int>(line.size()), line.data()); }
inline void warn(std::string_view line) { fl_log(FL_WARN, "%.*s", static_cast<int>(line.size()), line.data()); }
inline void error(std::string_view line) { fl_log(FL_ERROR, "%.*s", static_cast<int>(line.size()), line.data()); }

// Ends the call as failed, with this message in its log; there are no exceptions here.
[[noreturn]] inline void fail(std::string_view line) { fl_fail("%.*s", static_cast<int>(line.size()), line.data()); }

}  // namespace fairlead

fairlead::Response handle(const fairlead::Request &request);

#endif
