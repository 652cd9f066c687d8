#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "fairlead.hpp"

static volatile int spins;

fairlead::Response handle(const fairlead::Request &request) {
  auto path = request.path();
  if (path == "/hello") {
    return fairlead::json("{\"message\":" + fairlead::quoted("Hello, " + request.query("name").value_or("world")) + "}");
  }
  if (path == "/echo") {
    return {200, {{"content-type", request.header("Content-Type").value_or("")}}, std::string(request.body())};
  }
  if (path == "/shaped") {
    return {201, {{"x-made-by", request.header("x-asked").value_or("")}, {"content-type", "text/plain"}}, "made"};
  }
  if (path == "/environment") {
    return fairlead::json("{\"greeting\":" + fairlead::quoted(std::getenv("GREETING")) +
                          ",\"token\":" + fairlead::quoted(std::getenv("API_TOKEN")) + "}");
  }
  if (path == "/log") {
    fairlead::debug("one ä");
    fairlead::info("two");
    fairlead::warn("three");
    fairlead::error("four");
    return fairlead::text("logged");
  }
  if (path == "/fail") fairlead::fail("on purpose");
  if (path == "/loop") {
    for (;;) spins = spins + 1;
  }
  if (path == "/memory") {
    std::vector<std::unique_ptr<std::string>> all;
    for (;;) all.push_back(std::make_unique<std::string>(1 << 20, 'x'));
  }
  if (path == "/output") return fairlead::text(std::string(std::stoul(request.query("bytes").value_or("0")), 'x'));
  return {404};
}
