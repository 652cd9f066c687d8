package greetings;

import dev.fairlead.function.CloudFunction;
import dev.fairlead.function.Function;
import dev.fairlead.function.Request;
import dev.fairlead.function.Response;

import java.util.Map;

/** Answers GET /?name=Ada and POST {"name": "Ada"} with {"message": "Hello, Ada"}. */
@CloudFunction
public class Hello implements Function {
    @Override
    public Response handle(Request request) {
        return Response.json(Map.of("message", "Hello, " + name(request)));
    }

    private static Object name(Request request) {
        if (request.body().length > 0 && request.json() instanceof Map<?, ?> body) {
            return body.get("name");
        }
        return request.param("name").orElse("world");
    }
}
