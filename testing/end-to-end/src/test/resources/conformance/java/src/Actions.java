import dev.fairlead.function.CloudFunction;
import dev.fairlead.function.Function;
import dev.fairlead.function.Log;
import dev.fairlead.function.Request;
import dev.fairlead.function.Response;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

@CloudFunction
public class Actions implements Function {
    private final List<byte[]> kept = new ArrayList<>();
    private int calls;

    @Override
    public Response handle(Request request) {
        return switch (request.path()) {
            case "/hello" -> Response.json(Map.of("message", "Hello, " + name(request)));
            case "/echo" ->
                    Response.of(request.header("content-type").orElse("text/plain"), request.body());
            case "/shaped" ->
                    Response.of("text/plain", "made".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                            .status(201)
                            .header("X-Made-By", request.header("x-asked").orElse("guest"));
            case "/header" -> Response.json(Map.of("got", request.header("x-asked").orElse("")));
            case "/environment" -> environment();
            case "/log" -> log();
            case "/flood" -> flood();
            case "/fail" -> throw new IllegalStateException("it fails on purpose");
            case "/loop" -> loop();
            case "/memory" -> memory();
            case "/recursion" -> Response.json(deeper(1));
            case "/output" ->
                    Response.text(
                            "x".repeat(
                                    request.param("bytes").map(Integer::parseInt).orElse(2 << 20)));
            case "/count" -> Response.json(++calls);
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

    private static Response environment() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("greeting", System.getenv("GREETING"));
        all.put("token", System.getenv("API_TOKEN"));
        return Response.json(all);
    }

    private static Response log() {
        Log.debug("one ä");
        System.out.println("two");
        Log.warn("three");
        Log.error("four");
        return Response.text("");
    }

    private static Response flood() {
        for (int i = 0; i < 5000; i++) {
            System.out.println("line " + i);
        }
        return Response.text("");
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
