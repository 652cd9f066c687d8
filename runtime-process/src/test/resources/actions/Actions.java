import dev.fairlead.function.Call;
import dev.fairlead.function.CloudFunction;
import dev.fairlead.function.Function;
import dev.fairlead.function.Request;
import dev.fairlead.function.Response;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What GuestRuntimeContract asks for, in Java, and what a child alone can do.
@CloudFunction
public class Actions implements Function {
    private final List<byte[]> kept = new ArrayList<>();
    private int calls;

    @Override
    public Response handle(Request request) {
        return switch (request.path()) {
            case "/hello" -> Response.json(Map.of("message", "Hello, " + name(request)));
            case "/shaped" -> Response.text("made").status(201).header("X-Made-By", "guest")
                    .header("content-type", "text/plain");
            case "/header" -> Response.json(Map.of("got", request.header("x-asked").orElse("")));
            case "/log" -> log();
            case "/trap" -> throw new IllegalStateException("on purpose");
            case "/loop" -> loop();
            case "/memory" -> memory();
            case "/recursion" -> Response.json(deeper(1));
            case "/output" -> Response.text("x".repeat(32 << 20));
            case "/count" -> Response.json(++calls);
            case "/call" -> Call.of(request.param("to").orElse("")).text("asked").send();
            case "/bad" -> Response.text("").status(99);
            default -> Response.text("no such action").status(404);
        };
    }

    private static String name(Request request) {
        if (request.body().length > 0) {
            return String.valueOf(((Map<?, ?>) request.json()).get("name"));
        }
        return request.param("name").orElse("world");
    }

    private static Response log() {
        for (int i = 0; i < 3000; i++) {
            System.out.println("line " + i);
        }
        return Response.text("logged");
    }

    private static Response loop() {
        long i = 0;
        while (i >= 0) {
            i = (i + 1) & 0xffff;
        }
        return Response.text("");
    }

    private Response memory() {
        while (true) {
            kept.add(new byte[1 << 20]);
        }
    }

    private static int deeper(int depth) {
        return 1 + deeper(depth + 1);
    }
}
