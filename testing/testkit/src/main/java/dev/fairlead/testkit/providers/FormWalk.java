package dev.fairlead.testkit.providers;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Somebody with a browser without scripts: follows redirects, keeps cookies, fills in each form it
/// meets as `login`, and stops where it would reach `end`.
public final class FormWalk {
    private static final int MOST_STEPS = 20;
    private static final Pattern FORM = Pattern.compile("(?s)<form\\b([^>]*)>(.*?)</form>");
    private static final Pattern INPUT = Pattern.compile("(?s)<input\\b([^>]*)>");

    private final HttpClient browser =
            HttpClient.newBuilder()
                    .cookieHandler(new CookieManager())
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private final URI end;
    private final String login;

    /// Where the walk ended, with the query or the form it brings there.
    public record Arrived(URI address, Map<String, String> form) {
        public Arrived {
            form = Map.copyOf(form);
        }

        public String query() {
            return String.valueOf(address.getRawQuery());
        }
    }

    public FormWalk(URI end, String login) {
        this.end = end;
        this.login = login;
    }

    public Arrived from(URI start) throws IOException, InterruptedException {
        return walk(start, Map.of());
    }

    /// Begins with a form that is sent to `start`.
    public Arrived from(URI start, Map<String, String> form)
            throws IOException, InterruptedException {
        return walk(start, form);
    }

    private Arrived walk(URI start, Map<String, String> first)
            throws IOException, InterruptedException {
        URI next = start;
        Map<String, String> form = first;
        for (int step = 0; step < MOST_STEPS; step++) {
            if (next.toString().startsWith(end.toString())) {
                return new Arrived(next, form);
            }
            HttpResponse<String> page = browser.send(request(next, form), BodyHandlers.ofString());
            String to = page.headers().firstValue("location").orElse("");
            if (!to.isEmpty()) {
                next = next.resolve(to);
                form = Map.of();
                continue;
            }
            Matcher found = FORM.matcher(page.body());
            if (!found.find()) {
                throw new IOException(next + " answers " + page.statusCode() + " " + page.body());
            }
            next = next.resolve(attribute(found.group(1), "action"));
            form = filledIn(found.group(2));
        }
        throw new IOException("does not end: " + next);
    }

    private static HttpRequest request(URI address, Map<String, String> form) {
        var request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30));
        if (form.isEmpty()) {
            return request.build();
        }
        return request.header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form)))
                .build();
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(e ->
                        URLEncoder.encode(e.getKey(), StandardCharsets.UTF_8)
                                + "="
                                + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private Map<String, String> filledIn(String fields) {
        var form = new LinkedHashMap<String, String>();
        Matcher input = INPUT.matcher(fields);
        while (input.find()) {
            String name = attribute(input.group(1), "name");
            switch (name) {
                case "" -> {}
                case "login" -> form.put(name, login);
                case "password" -> form.put(name, "any");
                default -> form.put(name, attribute(input.group(1), "value"));
            }
        }
        return form;
    }

    private static String attribute(String tag, String name) {
        Matcher found = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(tag);
        return found.find() ? plain(found.group(1)) : "";
    }

    private static String plain(String html) {
        String text = html;
        for (int c : new int[] {'"', '\'', '<', '>', '&'}) {
            text = text.replace("&#" + c + ";", Character.toString(c));
        }
        return text.replace("&#x2F;", "/")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }
}
