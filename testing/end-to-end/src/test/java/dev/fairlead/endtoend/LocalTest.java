package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

/// `fairlead test` and `fairlead dev`, with no server anywhere.
@Tag("slow")
@Timeout(180)
class LocalTest {
    private final LocalProject project;

    LocalTest(@TempDir Path folder) {
        project = new LocalProject(folder);
    }

    @AfterEach
    void end() {
        project.close();
    }

    @Test
    void a_call_shows_the_answer_and_what_was_logged() throws IOException {
        // Given
        project.write(
                "index.js",
                "export default (r) => { console.warn('careful'); return 'Hi ' + r.body.name; }");
        // When
        int code = project.run("test", project.folder().toString(), "--data", "{\"name\":\"Ada\"}");
        // Then
        assertThat(project.text()).contains("warn careful", "Hi Ada");
        assertThat(code).isZero();
    }

    @Test
    void a_function_that_throws_is_exit_code_1_with_its_message() throws IOException {
        // Given
        project.write("index.js", "export default () => { throw new Error('not today'); }");
        // When
        int code = project.run("test", project.folder().toString(), "--path", "/");
        // Then
        assertThat(project.text()).contains("not today", "(guest-failed)");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void a_function_may_lie_in_a_sub_directory_that_the_project_names() throws IOException {
        // Given
        project.write("fairlead.yaml", "source: packages/greeter\n");
        project.write("index.js", "export default () => 'not this one';");
        project.write("packages/greeter/index.js", "export default () => 'below';");
        // When
        int code = project.run("test", project.folder().toString(), "--data", "{}");
        // Then
        assertThat(code).isZero();
        assertThat(project.text()).contains("below").doesNotContain("not this one");
    }

    @Test
    void the_limits_are_the_servers() throws IOException {
        // Given
        project.write(
                "index.js",
                "export default () => { const a = []; for (;;) a.push(new Uint8Array(1e7)); }");
        // When
        int code = project.run("test", project.folder().toString(), "--path", "/");
        // Then
        assertThat(project.text()).contains("(guest-out-of-memory)");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void cases_pass_fail_and_are_recorded() throws IOException {
        // Given
        project.write("index.js", "export default (r) => ({ hello: r.query.name ?? 'you' });");
        project.write(
                "tests/hello.json",
                """
                [{"name": "greets", "request": {"query": {"name": "Ada"}},
                  "expect": {"body": {"hello": "Ada"}}},
                 {"name": "is rude", "expect": {"status": 500, "body": {"hello": "nobody"}}}]
                """);
        // When
        int before = project.run("test", project.folder().toString());
        String first = project.text();
        project.forget();
        int recorded = project.run("test", project.folder().toString(), "--update");
        int after = project.run("test", project.folder().toString());
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
        assertThat(project.text()).contains("2 passed, 0 failed");
        assertThat(Files.readString(project.folder().resolve("tests/hello.json")))
                .contains("\"you\"");
    }

    @Test
    void variables_come_from_dot_env() throws IOException {
        // Given
        project.write("index.js", "export default () => process.env.GREETING;");
        project.write(".env", "# for me alone\nexport GREETING=\"Moin moin\"\n");
        // When
        int code = project.run("test", project.folder().toString(), "--path", "/");
        // Then
        assertThat(project.text()).contains("Moin moin");
        assertThat(code).isZero();
    }

    @Test
    void a_folder_without_cases_says_what_to_do() throws IOException {
        // Given
        project.write("index.js", "export default () => 1;");
        // When
        int code = project.run("test", project.folder().toString());
        // Then
        assertThat(code).isEqualTo(2);
        assertThat(project.text()).contains("no tests/*.json", "--data");
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

    @Test
    void a_saved_edit_answers_and_a_broken_one_keeps_the_last_good() throws IOException {
        // Given
        project.write(
                "index.js", "import { word } from './lib/word.js'; export default () => word;");
        project.write("lib/word.js", "export const word = 'first';");
        String url = project.serve();
        Installation.await(() -> get(url).contains("first"), "the first answer");
        // When
        long saved = System.nanoTime();
        project.write("lib/word.js", "export const word = 'second';");
        Installation.await(() -> get(url).contains("second"), "the edit");
        System.out.println(
                "edit to answer took " + (System.nanoTime() - saved) / 1_000_000 + " ms");
        project.write("lib/word.js", "export const word = ;");
        Installation.await(
                () -> project.text().contains("the last good version goes on"), "the message");
        // Then
        assertThat(project.text()).contains("lib/word.js:1:", "(compile-failed)");
        assertThat(get(url)).contains("second");
        String page = url.substring(0, url.indexOf("fn/"));
        assertThat(get(page)).contains("<title>");
        project.write("lib/word.js", "export const word = 'third';");
        Installation.await(() -> get(url).contains("third"), "the mended edit");
    }

    @Test
    void a_new_folder_is_watched_too() throws IOException {
        // Given
        project.write("index.js", "export default () => 'alone';");
        String url = project.serve();
        Installation.await(() -> get(url).contains("alone"), "the first answer");
        project.write("parts/a.js", "export const a = 'with a part';");
        project.write("index.js", "import { a } from './parts/a.js'; export default () => a;");
        Installation.await(() -> get(url).contains("with a part"), "the part");
        // When
        project.write("parts/a.js", "export const a = 'with another';");
        // Then
        Installation.await(() -> get(url).contains("with another"), "the changed part");
    }
}
