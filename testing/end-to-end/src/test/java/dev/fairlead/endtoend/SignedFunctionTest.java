package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.Main;
import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Functions that run only what was signed with their secret.
@Tag("slow")
class SignedFunctionTest {
    private static final String TELL =
            """
            export default (r) => ({
              caller: r.headers['x-fairlead-caller'] ?? null,
              event: r.headers['x-event'] ?? null,
              body: r.body,
              path: r.path,
            });
            """;

    private final Installation fairlead = Installation.shared().ready();
    private final String name = "paid-" + Long.toString(System.nanoTime(), 36);
    private final String path = "/fn/signed/" + name;
    private String id = "";
    private String secret = "";

    @BeforeEach
    void aSignedFunction() {
        id = fairlead.javascript("signed", name, TELL).path("id").asString();
        Reply changed = fairlead.api("PUT", "/functions/" + id, "{\"access\":\"signed\"}");
        assertThat(changed.json().path("access").asString()).isEqualTo("signed");
        secret = rotate("{}").json().path("secret").asString();
    }

    private Reply rotate(String body) {
        Reply made = fairlead.api("POST", "/functions/" + id + "/signing-secret:rotate", body);
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        return made;
    }

    private SignedRequest request() {
        return new SignedRequest(path, secret);
    }

    private void refused(String code, SignedRequest request) {
        Reply reply = request.send(fairlead);
        assertThat(reply.code()).as(reply.body()).isEqualTo(code);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.whole().headers().firstValue("www-authenticate"))
                .contains("Signature realm=\"fairlead\"");
        assertThat(reply.whole().headers().firstValue("accept-signature")).isPresent();
    }

    private SignedRequest changed(Consumer<SignedRequest> change) {
        SignedRequest request = request().signed();
        change.accept(request);
        return request;
    }

    @Test
    void what_is_signed_runs_and_the_function_is_told_by_which_secret() {
        // When
        Reply reply = request().signed().send(fairlead);
        // Then
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.json().path("body").path("order").asInt()).isEqualTo(7);
        assertThat(reply.json().path("caller").asString()).isEqualTo(SignedRequest.keyId(secret));
    }

    @Test
    void what_was_changed_on_its_way_does_not_run() {
        refused("signature-wrong", changed(r -> r.method = "PUT"));
        refused("signature-wrong", changed(r -> r.path = path + "/other"));
        refused("signature-wrong", changed(r -> r.query = "admin=1"));
        refused("content-digest-wrong", changed(r -> r.body = new byte[] {1, 2, 3}));
        refused("content-digest-wrong", changed(r -> r.body = new byte[0]));
        refused("content-digest-wrong", changed(r -> r.body = new byte[1_000_000]));
        refused("signature-wrong", changed(r -> r.headers.put("content-digest", "sha-256=:AAAA:")));
        refused("signature-malformed", changed(r -> r.headers.remove("content-digest")));
    }

    @Test
    void what_is_not_signed_or_only_in_part_does_not_run() {
        refused("signature-missing", new SignedRequest(path, secret));
        refused("signature-missing", changed(r -> r.headers.remove("signature")));
        refused("signature-missing", changed(r -> r.headers.remove("signature-input")));
        for (String part : List.of("@method", "@path", "@query", "content-digest")) {
            SignedRequest without = request();
            without.covered.remove(part);
            refused("signature-incomplete", without.signed());
        }
        refused("signature-malformed", request().signed("md5=:AAAA:"));
        refused(
                "signature-malformed",
                changed(r -> r.headers.merge("signature", ", b=:AAAA:", String::concat)));
        refused(
                "signature-wrong",
                changed(r -> r.headers.compute("signature", (_, v) -> v.substring(0, 30) + ":")));
        SignedRequest swapped = request();
        swapped.more = ";alg=\"ed25519\"";
        refused("signature-malformed", swapped.signed());
        SignedRequest twice = request();
        twice.more = ";nonce=\"0123456789abcdef\"";
        refused("signature-malformed", twice.signed());
    }

    @Test
    void what_is_old_or_of_the_future_does_not_run() {
        for (long away : new long[] {-301, -86_400, 40, 86_400}) {
            SignedRequest request = request();
            request.created = Instant.now().getEpochSecond() + away;
            refused("signature-expired", request.signed());
        }
    }

    @Test
    void a_megabyte_of_signature_is_not_read() {
        // Given
        SignedRequest request = request().signed();
        request.headers.put("signature-input", "sig1=(" + "\"a\" ".repeat(250_000) + ")");
        // When
        Reply reply = request.send(fairlead);
        // Then
        assertThat(reply.status()).isEqualTo(431);
        assertThat(request().signed().send(fairlead).status()).isEqualTo(200);
    }

    @Test
    void a_signature_runs_once_also_when_it_comes_many_times_at_once() {
        // Given
        SignedRequest request = request().signed();
        var answers = new ConcurrentLinkedQueue<String>();
        // When
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                callers.execute(() -> {
                    Reply reply = request.send(fairlead);
                    answers.add(reply.status() == 200 ? "ran" : reply.code());
                });
            }
        }
        // Then
        assertThat(answers).hasSize(100).containsOnlyOnce("ran").containsOnly("ran", "nonce-used");
    }

    @Test
    void a_wrong_body_uses_up_nobodys_nonce() {
        // Given
        SignedRequest request = request().signed();
        byte[] right = request.body;
        request.body = "other".getBytes(StandardCharsets.UTF_8);
        refused("content-digest-wrong", request);
        // When
        request.body = right;
        // Then
        assertThat(request.send(fairlead).status()).isEqualTo(200);
    }

    @Test
    void many_signed_requests_at_once_all_run() {
        // Given
        var statuses = new ConcurrentLinkedQueue<Integer>();
        // When
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                callers.execute(() -> statuses.add(request().signed().send(fairlead).status()));
            }
        }
        // Then
        assertThat(statuses).hasSize(100).containsOnly(200);
    }

    @Test
    void headers_that_it_names_have_to_be_signed() {
        // Given
        fairlead.api("PUT", "/functions/" + id, "{\"signedHeaders\":[\"X-Event\"]}");
        SignedRequest bare = request();
        bare.headers.put("x-event", "paid");
        SignedRequest whole = request();
        whole.headers.put("x-event", "paid");
        whole.covered.add("x-event");
        SignedRequest forged = request();
        forged.headers.put("x-event", "paid");
        forged.covered.add("x-event");
        forged.signed().headers.put("x-event", "refunded");
        // When / Then
        refused("signature-incomplete", bare.signed());
        refused("signature-wrong", forged);
        assertThat(whole.signed().send(fairlead).json().path("event").asString()).isEqualTo("paid");
    }

    @Test
    void a_get_needs_no_digest() {
        // Given
        SignedRequest request = request();
        request.method = "GET";
        request.body = new byte[0];
        request.covered.remove("content-digest");
        request.query = "a=%20b&c";
        // When
        request.signed().headers.remove("content-digest");
        // Then
        assertThat(request.send(fairlead).status()).isEqualTo(200);
    }

    @Test
    void a_secret_before_holds_for_its_grace_and_no_longer() {
        // Given
        String first = secret;
        Reply second = rotate("{\"graceSeconds\":3600}");
        secret = second.json().path("secret").asString();
        assertThat(second.json().path("previousKeyId").asString())
                .isEqualTo(SignedRequest.keyId(first));
        assertThat(new SignedRequest(path, first).signed().send(fairlead).status()).isEqualTo(200);
        assertThat(request().signed().send(fairlead).status()).isEqualTo(200);
        // When
        String third = rotate("{\"graceSeconds\":0}").json().path("secret").asString();
        // Then
        refused("signature-wrong", new SignedRequest(path, first).signed());
        refused("signature-wrong", request().signed());
        assertThat(new SignedRequest(path, third).signed().send(fairlead).status()).isEqualTo(200);
    }

    @Test
    void another_functions_secret_signs_nothing_here() {
        // Given
        String other = name + "-other";
        String otherId = fairlead.javascript("signed", other, TELL).path("id").asString();
        String others =
                fairlead.api("POST", "/functions/" + otherId + "/signing-secret:rotate", "{}")
                        .json()
                        .path("secret")
                        .asString();
        // When / Then
        refused("signature-wrong", new SignedRequest(path, others).signed());
        refused("signature-wrong", new SignedRequest(path, "flh_made-up").signed());
    }

    @Test
    void the_secret_is_shown_once_and_lies_nowhere_in_plain() throws IOException {
        // When
        String shown = fairlead.api("GET", "/functions/" + id, "").body();
        String log = fairlead.api("GET", "/audit-events?limit=200", "").body();
        request().signed().send(fairlead);
        Path file = fairlead.data().resolve("routes.json");
        Installation.await(() -> read(file).contains(SignedRequest.keyId(secret)), "the snapshot");
        // Then
        assertThat(shown).doesNotContain(secret);
        assertThat(log).doesNotContain(secret).contains("signing secret");
        assertThat(read(file)).doesNotContain(secret).doesNotContain(secret.substring(4));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private String command(Map<String, String> environment, String... arguments) {
        var out = new ByteArrayOutputStream();
        var all = new HashMap<>(environment);
        all.put("FAIRLEAD_URL", fairlead.url());
        all.put("FAIRLEAD_TOKEN", fairlead.key());
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code = Main.commandLine(stream, stream, all).execute(arguments);
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(code).as(text).isZero();
        return text;
    }

    @Test
    void the_command_line_makes_the_secret_and_signs(@TempDir Path folder) throws IOException {
        // Given
        String function = "signed/" + name;
        String made = command(Map.of(), "signing-secret", "rotate", function).strip();
        String text = made.substring(made.lastIndexOf('\n') + 1);
        Path file = Files.writeString(folder.resolve("secret"), text + "\n");
        // When
        String byVariable =
                command(
                        Map.of("FAIRLEAD_SIGNING_SECRET", text),
                        "invoke",
                        function,
                        "--sign",
                        "--data",
                        "{\"order\":8}");
        String byFile =
                command(
                        Map.of(),
                        "invoke",
                        function,
                        "--sign-with",
                        file.toString(),
                        "--path",
                        "/a?b=%20c");
        // Then
        assertThat(byVariable).contains("\"order\":8");
        assertThat(byFile).contains("\"path\":\"/a\"");
    }

    @Test
    void the_examples_of_the_page_run() throws IOException, InterruptedException {
        // Given
        String page = Files.readString(Installation.root().resolve("docs/reference/signing.md"));
        // When
        String python = run(List.of("python3", "-c", block(page, "python")));
        String shell = run(List.of("bash", "-eu", "-c", block(page, "sh")));
        // Then
        assertThat(python).contains("\"order\":7");
        assertThat(shell).contains("\"order\":7");
    }

    @Test
    void the_worked_example_of_the_page_is_what_openssl_makes()
            throws IOException, InterruptedException {
        // Given
        String page = Files.readString(Installation.root().resolve("docs/reference/signing.md"));
        Matcher blocks = Pattern.compile("(?ms)^```text\\n(.*?)\\n```$").matcher(page);
        assertThat(blocks.find()).isTrue();
        String base = blocks.group(1);
        assertThat(blocks.find()).isTrue();
        String sent = blocks.group(1);
        Matcher shown = Pattern.compile("With the secret `(flh_[0-9a-f]{64})`").matcher(page);
        assertThat(shown.find()).isTrue();
        secret = shown.group(1);
        // When
        String made =
                run(
                        List.of(
                                "bash",
                                "-eu",
                                "-c",
                                "printf %s \"$0\" | openssl dgst -sha256 -hmac \"$1\" -binary |"
                                        + " base64",
                                base,
                                secret));
        String body = sent.substring(sent.lastIndexOf('\n') + 1);
        String digest =
                run(
                        List.of(
                                "bash",
                                "-eu",
                                "-c",
                                "printf %s \"$0\" | openssl dgst -sha256 -binary | base64",
                                body));
        // Then
        assertThat(sent).contains("signature: sig1=:" + made.strip() + ":");
        assertThat(sent).contains("content-digest: sha-256=:" + digest.strip() + ":");
        assertThat(base).contains("keyid=\"" + SignedRequest.keyId(secret) + "\"");
    }

    private static String block(String page, String language) {
        Matcher block = Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$").matcher(page);
        assertThat(block.find()).as(language).isTrue();
        return block.group(1);
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true);
        builder.environment().put("URL", fairlead.url() + path);
        builder.environment().put("REQUEST_PATH", path);
        builder.environment().put("FAIRLEAD_SIGNING_SECRET", secret);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
