package dev.fairlead.wasm.script;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.wasm.contract.Reply;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Something that a script threw; `stack` has the lines of the author's own files only.
record ScriptError(String name, String message, List<String> stack) {
    private static final Pattern PLACE = Pattern.compile("\\(?([^()\\s]+):(\\d+):(\\d+)\\)?$");
    private static final String OURS = "fairlead:";
    private static final int MOST_LINES = 20;

    /// Where in the source.
    record Place(String file, int line, int column) {}

    static ScriptError parse(String text, SourceMap places) {
        String[] parts = text.isEmpty() ? new String[0] : text.substring(1).split("\u0001", 3);
        if (parts.length < 3) {
            return new ScriptError("InternalError", "out of memory", List.of());
        }
        List<String> own = new ArrayList<>();
        for (String line : parts[2].split("\n", -1)) {
            String clean = places.translate(line.strip());
            boolean shown = PLACE.matcher(clean).find() && !clean.contains(OURS);
            if (shown && own.size() < MOST_LINES) {
                own.add(clean);
            }
        }
        return new ScriptError(parts[0], parts[1], own);
    }

    boolean outOfMemory() {
        return name.equals("InternalError") && message.equals("out of memory");
    }

    boolean stackOverflow() {
        return (name.equals("InternalError") || name.equals("RangeError"))
                && (message.equals("stack overflow")
                        || message.equals("Maximum call stack size exceeded"));
    }

    /// Where it was thrown, as far as it is known.
    Place place() {
        for (String line : stack) {
            Matcher matcher = PLACE.matcher(line);
            if (matcher.find()) {
                return new Place(
                        matcher.group(1),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3)));
            }
        }
        return new Place("", 0, 0);
    }

    String summary() {
        return name + ": " + message;
    }

    String full() {
        return stack.isEmpty() ? summary() : summary() + "\n    " + String.join("\n    ", stack);
    }

    Reply.Failed reply(boolean refusedGrow, Limits limits) {
        if (outOfMemory() || (refusedGrow && name.equals("InternalError"))) {
            return new Reply.Failed(ErrorCode.GUEST_OUT_OF_MEMORY, ScriptCalls.outOfMemory(limits));
        }
        if (stackOverflow()) {
            return new Reply.Failed(
                    ErrorCode.GUEST_STACK_OVERFLOW, "The function's calls nest too deep.");
        }
        return new Reply.Failed(ErrorCode.GUEST_FAILED, full());
    }
}
