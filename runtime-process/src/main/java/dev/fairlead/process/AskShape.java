package dev.fairlead.process;

import dev.fairlead.dataplane.runtime.FunctionCalls;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.errors.ErrorCode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a child asks of another function, if HTTP can say it.
final class AskShape {
    /// Function, method, path and query.
    static final int TEXTS = 4;

    private static final Pattern METHOD = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Z-]{1,32}");
    private static final Pattern PATH = Pattern.compile("/[^\\x00-\\x20\\x7f?#]*");
    private static final Pattern QUERY = Pattern.compile("[^\\x00-\\x20\\x7f#]*");
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]{1,200}");
    private static final Pattern VALUE = Pattern.compile("[^\\x00-\\x08\\x0a-\\x1f\\x7f]*");

    private AskShape() {}

    static FunctionCalls.Called read(
            List<String> line, List<String> headers, byte[] body, Talk.Calls calls)
            throws IOException {
        if (line.size() != TEXTS || line.getFirst().isEmpty()) {
            return refused("say which function");
        }
        String method = line.get(1).toUpperCase(Locale.ROOT);
        if (!METHOD.matcher(method).matches()) {
            return refused("this is no method");
        }
        if (!PATH.matcher(line.get(2)).matches() || !QUERY.matcher(line.get(3)).matches()) {
            return refused("a path begins with '/' and has no spaces");
        }
        var read = new ArrayList<Header>();
        for (int i = 0; i + 1 < headers.size(); i += 2) {
            String name = headers.get(i).toLowerCase(Locale.ROOT);
            if (!NAME.matcher(name).matches() || !VALUE.matcher(headers.get(i + 1)).matches()) {
                return refused("a header is not a valid header");
            }
            read.add(new Header(name, headers.get(i + 1).strip()));
        }
        return calls.call(
                new FunctionCalls.Ask(
                        line.getFirst(),
                        method,
                        line.get(2),
                        line.get(3),
                        read,
                        ByteBuffer.wrap(body)));
    }

    private static FunctionCalls.Failed refused(String why) {
        return new FunctionCalls.Failed(ErrorCode.INVALID_REQUEST, why);
    }
}
