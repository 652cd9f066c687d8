// From the C handler to the C++ one.
#include <fairlead.hpp>

extern "C" void handle(const fl_request *request, fl_response *response) {
  fairlead::Response answer = handle(fairlead::Request(request));
  fl_set_status(response, answer.status);
  for (const auto &[name, value] : answer.headers) fl_add_header(response, name.c_str(), value.c_str());
  fl_write(response, answer.body.data(), answer.body.size());
}
