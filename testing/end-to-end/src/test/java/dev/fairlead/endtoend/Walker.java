package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A browser without scripts: follows redirects, keeps cookies (also those for https, as browsers
/// do on this machine) and fills in the forms of providers.
final class Walker {
    private static final int MOST_STEPS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern FORM =
            Pattern.compile("<form([^>]*)>(.*?)</form>", Pattern.DOTALL);
    private static final Pattern INPUT = Pattern.compile("<input([^>]*)>");

    private final Map<String, Map<String, String>> cookies = new HashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final String ours;

    /// `ours` is where the pages of ours begin.
    Walker(String ours) {
        this.ours = ours;
    }

    /// Where it stands, and what is shown there.
    record At(URI address, int status, String body) {
        String path() {
            return address.getPath();
        }

        JsonNode json() {
            return Installation.JSON.readTree(body);
        }
    }

    /// A step that waits: an address, and a form where it is to be sent there.
    record Step(URI to, Map<String, String> form) {}

    /// One of our pages or routes, without following anything.
    Step open(String path) {
        return new Step(URI.create(ours + path), Map.of());
    }

    /// Goes on until it is shown a page of ours that asks nothing.
    At walk(Step from, String login) {
        Step step = from;
        for (int i = 0; i < MOST_STEPS; i++) {
            HttpResponse<String> answer = send(step);
            Optional<Step> next = next(step, answer, login);
            if (next.isEmpty()) {
                return new At(step.to(), answer.statusCode(), answer.body());
            }
            step = next.get();
        }
        throw new IllegalStateException("does not end: " + step.to());
    }

    At walk(String path, String login) {
        return walk(open(path), login);
    }

    /// Goes on until the next step would lead back to `path` of ours, and stops before it.
    Step until(Step from, String login, String path) {
        Step step = from;
        for (int i = 0; i < MOST_STEPS; i++) {
            if (step.to().toString().startsWith(ours + path)) {
                return step;
            }
            Step here = step;
            HttpResponse<String> answer = send(step);
            step =
                    next(step, answer, login)
                            .orElseThrow(() ->
                                    new IllegalStateException(here.to() + ": " + answer.body()));
        }
        throw new IllegalStateException("never comes to " + path);
    }

    private Optional<Step> next(Step step, HttpResponse<String> answer, String login) {
        String to = answer.headers().firstValue("location").orElse("");
        if (!to.isEmpty()) {
            return Optional.of(new Step(step.to().resolve(to), Map.of()));
        }
        Matcher form = FORM.matcher(answer.body());
        boolean asks = form.find() && !attribute(form.group(1), "action").isEmpty();
        return asks
                ? Optional.of(
                        new Step(
                                step.to().resolve(attribute(form.group(1), "action")),
                                filledIn(form.group(2), login)))
                : Optional.empty();
    }

    private HttpResponse<String> send(Step step) {
        var request =
                HttpRequest.newBuilder(step.to())
                        .timeout(PATIENCE)
                        .header("accept", "text/html,application/xhtml+xml");
        Map<String, String> jar =
                cookies.computeIfAbsent(step.to().getAuthority(), _ -> new HashMap<>());
        if (!jar.isEmpty()) {
            request.header(
                    "cookie",
                    jar.entrySet().stream()
                            .map(c -> c.getKey() + "=" + c.getValue())
                            .collect(Collectors.joining("; ")));
        }
        if (!step.form().isEmpty()) {
            request.header("content-type", "application/x-www-form-urlencoded")
                    .header("origin", "https://elsewhere.example")
                    .POST(HttpRequest.BodyPublishers.ofString(encoded(step.form())));
        }
        try {
            HttpResponse<String> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            answer.headers().allValues("set-cookie").forEach(line -> keep(jar, line));
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(step.to().toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void keep(Map<String, String> jar, String line) {
        String pair = line.split(";", -1)[0];
        int equals = pair.indexOf('=');
        if (line.contains("Max-Age=0")) {
            jar.remove(pair.substring(0, equals));
        } else {
            jar.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
    }

    /// A request of our pages, with the cookies of ours and the token that goes with them.
    Installation.Reply ask(Installation fairlead, String method, String path, String json) {
        var headers = new ArrayList<>(List.of("content-type", "application/json"));
        Map<String, String> jar = cookies.getOrDefault(URI.create(ours).getAuthority(), Map.of());
        headers.addAll(
                List.of(
                        "cookie",
                        jar.entrySet().stream()
                                .map(c -> c.getKey() + "=" + c.getValue())
                                .collect(Collectors.joining("; "))));
        if (!method.equals("GET") && jar.containsKey("__Host-fairlead")) {
            String token =
                    ask(fairlead, "GET", "/session", "").json().path("csrfToken").asString("");
            headers.addAll(List.of("x-csrf-token", token));
        }
        Installation.Reply reply =
                fairlead.send(
                        method,
                        "/api/v1" + path,
                        json.getBytes(StandardCharsets.UTF_8),
                        headers.toArray(String[]::new));
        reply.whole()
                .headers()
                .allValues("set-cookie")
                .forEach(line ->
                        keep(
                                cookies.computeIfAbsent(
                                        URI.create(ours).getAuthority(), _ -> new HashMap<>()),
                                line));
        return reply;
    }

    /// Signs in by password.
    void signIn(Installation fairlead, String email) {
        Map<String, String> body = Map.of("email", email, "password", People.PASSWORD);
        Installation.Reply made = ask(fairlead, "POST", "/sessions", People.json(body));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    /// Where to go to connect a provider to who is signed in.
    String ticket(Installation fairlead, String provider) {
        Installation.Reply begun =
                ask(
                        fairlead,
                        "POST",
                        "/account/identities:connect",
                        People.json(Map.of("provider", provider)));
        assertThat(begun.status()).as(begun.body()).isEqualTo(200);
        return begun.json().path("location").asString();
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(e ->
                        URLEncoder.encode(e.getKey(), StandardCharsets.UTF_8)
                                + "="
                                + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> filledIn(String fields, String login) {
        var form = new LinkedHashMap<String, String>();
        Matcher input = INPUT.matcher(fields);
        while (input.find()) {
            String name = attribute(input.group(1), "name");
            switch (name) {
                case "" -> {}
                case "login", "username" -> form.put(name, login);
                case "password" -> form.put(name, "any");
                default -> form.put(name, attribute(input.group(1), "value"));
            }
        }
        return form;
    }

    private static String attribute(String tag, String name) {
        Matcher found = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(tag);
        if (!found.find()) {
            return "";
        }
        String text = found.group(1);
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
