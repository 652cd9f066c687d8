package dev.fairlead.wasm.contract;

import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.Header;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A request as CGI variables, with the function's own.
final class CgiEnvironment {
    private CgiEnvironment() {}

    static List<String> lines(Map<String, String> own) {
        return own.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + clean(entry.getValue()))
                .toList();
    }

    static List<String> of(GuestRequest request, Map<String, String> own) {
        List<String> lines = new ArrayList<>(own.size() + request.headers().size() + 12);
        lines.addAll(lines(own));
        lines.add("GATEWAY_INTERFACE=CGI/1.1");
        lines.add("SERVER_PROTOCOL=HTTP/1.1");
        lines.add("REQUEST_METHOD=" + request.method());
        lines.add("PATH_INFO=" + clean(request.path()));
        lines.add("QUERY_STRING=" + clean(request.query()));
        lines.add("SERVER_NAME=" + clean(request.host()));
        lines.add("REMOTE_ADDR=" + request.remoteAddress());
        lines.add("REQUEST_ID=" + request.requestId());
        if (request.body().length() >= 0) {
            lines.add("CONTENT_LENGTH=" + request.body().length());
        }
        for (Header header : request.headers()) {
            switch (header.name()) {
                // A header named Proxy would become a variable that programs take for their proxy.
                case "proxy", "content-length" -> {}
                case "content-type" -> lines.add("CONTENT_TYPE=" + clean(header.value()));
                default ->
                        lines.add(
                                "HTTP_"
                                        + header.name().toUpperCase(Locale.ROOT).replace('-', '_')
                                        + "="
                                        + clean(header.value()));
            }
        }
        return lines;
    }

    private static String clean(String value) {
        return value.replace('\0', ' ');
    }
}
