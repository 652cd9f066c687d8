package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.Main;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `fairlead test` and `fairlead dev`, with no server anywhere.
@Timeout(180)
class LocalTest {
    static final Path CACHE = Path.of("target", "local-cache").toAbsolutePath();
    private static final Pattern ADDRESS = Pattern.compile("http://localhost:\\d+/fn/dev/\\S+");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    private Optional<Thread> dev = Optional.empty();
    private @TempDir Path folder;

    @BeforeEach
    void tools() {
        System.setProperty("fairlead.home", Installation.root().toString());
    }

    @AfterEach
    void end() throws InterruptedException {
        if (dev.isPresent()) {
            dev.get().interrupt();
            dev.get().join();
        }
    }

    private int run(String... arguments) {
        var environment =
                Map.of(
                        "FAIRLEAD_CACHE",
                        CACHE.toString(),
                        "FAIRLEAD_URL",
                        "http://localhost:1",
                        "FAIRLEAD_TOKEN",
                        "none");
        return Main.commandLine(out, out, environment).execute(arguments);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @Test
    void a_call_shows_the_answer_and_what_was_logged() throws IOException {
        // Given
        write(
                "index.js",
                "export default (r) => { console.warn('careful'); return 'Hi ' + r.body.name; }");
        // When
        int code = run("test", folder.toString(), "--data", "{\"name\":\"Ada\"}");
        // Then
        assertThat(text()).contains("warn careful", "Hi Ada");
        assertThat(code).isZero();
    }

    @Test
    void a_function_that_throws_is_exit_code_1_with_its_message() throws IOException {
        // Given
        write("index.js", "export default () => { throw new Error('not today'); }");
        // When
        int code = run("test", folder.toString(), "--path", "/");
        // Then
        assertThat(text()).contains("not today", "(guest-failed)");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void the_limits_are_the_servers() throws IOException {
        // Given
        write(
                "index.js",
                "export default () => { const a = []; for (;;) a.push('x'.repeat(1e6)); }");
        // When
        int code = run("test", folder.toString(), "--path", "/");
        // Then
        assertThat(text()).contains("(guest-out-of-memory)");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void cases_pass_fail_and_are_recorded() throws IOException {
        // Given
        write("index.js", "export default (r) => ({ hello: r.query.name ?? 'you' });");
        write(
                "tests/hello.json",
                """
                [{"name": "greets", "request": {"query": {"name": "Ada"}},
                  "expect": {"body": {"hello": "Ada"}}},
                 {"name": "is rude", "expect": {"status": 500, "body": {"hello": "nobody"}}}]
                """);
        // When
        int before = run("test", folder.toString());
        String first = text();
        written.reset();
        int recorded = run("test", folder.toString(), "--update");
        int after = run("test", folder.toString());
        // Then
        assertThat(before).isEqualTo(1);
        assertThat(first)
                .contains(
                        "ok    greets",
                        "FAIL  is rude",
                        "expected 500, was 200",
                        "1 passed, 1 failed");
        assertThat(recorded).isZero();
        assertThat(after).isZero();
        assertThat(text()).contains("2 passed, 0 failed");
        assertThat(Files.readString(folder.resolve("tests/hello.json"))).contains("\"you\"");
    }

    @Test
    void variables_come_from_dot_env() throws IOException {
        // Given
        write("index.js", "export default () => process.env.GREETING;");
        write(".env", "# for me alone\nexport GREETING=\"Moin moin\"\n");
        // When
        int code = run("test", folder.toString(), "--path", "/");
        // Then
        assertThat(text()).contains("Moin moin");
        assertThat(code).isZero();
    }

    @Test
    void a_folder_without_cases_says_what_to_do() throws IOException {
        // Given
        write("index.js", "export default () => 1;");
        // When
        int code = run("test", folder.toString());
        // Then
        assertThat(code).isEqualTo(2);
        assertThat(text()).contains("no tests/*.json", "--data");
    }

    private String address() {
        Installation.await(() -> ADDRESS.matcher(text()).find(), "the address of dev");
        Matcher found = ADDRESS.matcher(text());
        return found.find() ? found.group() : "";
    }

    private static String get(String url) {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(url)).build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String serve() {
        dev =
                Optional.of(
                        Thread.ofPlatform()
                                .start(() -> run("dev", folder.toString(), "--port", "0")));
        return address();
    }

    @Test
    void a_saved_edit_answers_and_a_broken_one_keeps_the_last_good() throws IOException {
        // Given
        write("index.js", "import { word } from './lib/word.js'; export default () => word;");
        write("lib/word.js", "export const word = 'first';");
        String url = serve();
        Installation.await(() -> get(url).contains("first"), "the first answer");
        // When
        long saved = System.nanoTime();
        write("lib/word.js", "export const word = 'second';");
        Installation.await(() -> get(url).contains("second"), "the edit");
        System.out.println(
                "edit to answer took " + (System.nanoTime() - saved) / 1_000_000 + " ms");
        write("lib/word.js", "export const word = ;");
        Installation.await(() -> text().contains("the last good version goes on"), "the message");
        // Then
        assertThat(text()).contains("lib/word.js:1:", "(compile-failed)");
        assertThat(get(url)).contains("second");
        String page = url.substring(0, url.indexOf("fn/"));
        assertThat(get(page)).contains("<title>");
        write("lib/word.js", "export const word = 'third';");
        Installation.await(() -> get(url).contains("third"), "the mended edit");
    }

    @Test
    void a_new_folder_is_watched_too() throws IOException {
        // Given
        write("index.js", "export default () => 'alone';");
        String url = serve();
        Installation.await(() -> get(url).contains("alone"), "the first answer");
        write("parts/a.js", "export const a = 'with a part';");
        write("index.js", "import { a } from './parts/a.js'; export default () => a;");
        Installation.await(() -> get(url).contains("with a part"), "the part");
        // When
        write("parts/a.js", "export const a = 'with another';");
        // Then
        Installation.await(() -> get(url).contains("with another"), "the changed part");
    }
}
