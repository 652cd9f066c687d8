package dev.fairlead.function;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What the platform calls. It speaks types of the JDK alone, so that a jar stays callable whatever
 * becomes of both sides.
 */
public final class Entry implements UnaryOperator<Map<String, Object>> {
    private final Function function;

    public Entry() throws Throwable {
        Class<?> type = Class.forName(name(), true, Entry.class.getClassLoader());
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        try {
            function = (Function) constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static String name() throws IOException {
        try (InputStream in = Entry.class.getResourceAsStream("/META-INF/fairlead/function")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public Map<String, Object> apply(Map<String, Object> request) {
        Request asked =
                new Request(
                        (String) request.get("method"),
                        (String) request.get("path"),
                        (Map<String, List<String>>) request.get("headers"),
                        (Map<String, List<String>>) request.get("query"),
                        (byte[]) request.get("body"));
        Call.through((UnaryOperator<Map<String, Object>>) request.get("calls"));
        try {
            Response answer = function.handle(asked);
            if (answer == null) {
                throw new NullPointerException("handle gave null in place of a response");
            }
            return Map.of(
                    "status", answer.status(),
                    "headers", answer.headers() == null ? Map.of() : answer.headers(),
                    "body", answer.body() == null ? new byte[0] : answer.body());
        } catch (Exception e) {
            throw Entry.<RuntimeException>asItIs(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T asItIs(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
