package dev.fairlead.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.executions.LogLine;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.testkit.guests.Asking;
import dev.fairlead.testkit.guests.Heard;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

@Tag("slow")
class ScriptTest {
    private static final TestBed BED = new TestBed();

    @AfterAll
    static void close() {
        BED.close();
    }

    private static Heard run(String source) {
        return Asking.ask(BED.script(source), Asking.get("/", "name=Ada"));
    }

    /// What an expression gives, as JSON.
    private static String value(String expression) {
        return run("export default () => (" + expression + ");").text();
    }

    private static BuildFailed refusal(String source) {
        return catchThrowableOfType(BuildFailed.class, BED.script(source)::prepare);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export function handle(r) { return r.query; }",
                "export const handle = r => r.query;",
                "export default function (r) { return r.query; }",
                "export default { handle(r) { return r.query; } };",
                "export async function handle(r) { await null; return r.query; }",
                "function handle(r) { return r.query; }",
                "const handle = r => r.query;",
                "module.exports = r => r.query;",
                "exports.handle = r => r.query;",
                "module.exports = { handle: r => r.query };"
            })
    void a_handler_is_found_however_it_is_given(String source) {
        // Given
        Guest guest = BED.script(source);
        // When
        Heard heard = Asking.ask(guest, Asking.get("/", "name=Ada&tag=1&tag=2"));
        // Then
        assertThat(heard.text()).isEqualTo("{\"name\":\"Ada\",\"tag\":[\"1\",\"2\"]}");
    }

    @Test
    void a_request_has_method_path_headers_query_and_body() {
        // Given
        Guest guest = BED.script("export default r => r;");
        // When
        Heard heard = Asking.ask(guest, Asking.post("/a/ü\"", "grüße"));
        // Then
        assertThat(heard.text())
                .isEqualTo(
                        "{\"method\":\"POST\",\"path\":\"/a/ü\\\"\",\"headers\":{},\"query\":{},"
                                + "\"body\":\"grüße\"}");
    }

    @Test
    void timers_run_in_order_once_nothing_else_is_to_do() {
        // Given
        String source =
                """
                export async function handle() {
                  const order = [];
                  setTimeout(() => order.push('late'), 5000);
                  setTimeout(() => order.push('soon'), 10);
                  Promise.resolve().then(() => order.push('now'));
                  await new Promise(done => setTimeout(done, 60000));
                  return order;
                }
                """;
        // When
        Heard heard = run(source);
        // Then
        assertThat(heard.text()).isEqualTo("[\"now\",\"soon\",\"late\"]");
    }

    @Test
    void a_promise_that_never_settles_is_told_apart() {
        // Given
        String source = "export default () => new Promise(() => {});";
        // When
        Heard heard = run(source);
        // Then
        assertThat(heard.errorCode()).isEqualTo(ErrorCode.GUEST_FAILED);
        assertThat(heard.message()).contains("never settles");
    }

    @Test
    void a_thrown_error_shows_the_authors_own_lines_only() {
        // Given
        String source =
                """
                function inner() {
                  throw new TypeError('no such thing');
                }
                export function handle() {
                  inner();
                }
                """;
        // When
        Heard heard = run(source);
        // Then
        assertThat(heard.errorCode()).isEqualTo(ErrorCode.GUEST_FAILED);
        assertThat(heard.message())
                .startsWith("TypeError: no such thing\n    at inner (index.js:2:")
                .contains("index.js:5:")
                .doesNotContain("fairlead", "native");
        assertThat(heard.report().logs()).extracting(LogLine::level).containsExactly("error");
    }

    @Test
    void a_rejected_promise_is_a_thrown_error() {
        // Given
        String source = "export default async () => { await null; throw new Error('late'); };";
        // When
        Heard heard = run(source);
        // Then
        assertThat(heard.errorCode()).isEqualTo(ErrorCode.GUEST_FAILED);
        assertThat(heard.message()).startsWith("Error: late");
    }

    @Test
    void fetch_is_there_and_says_that_it_may_not() {
        // Given
        String source = "export default async () => { await fetch('https://example.org/'); };";
        // When
        Heard heard = run(source);
        // Then
        assertThat(heard.message()).contains("network access is not granted");
    }

    @Test
    void console_lines_have_their_level() {
        // Given
        String source =
                "export default () => { console.log('a', {b: 1}); console.warn('c');"
                        + " console.error(new Error('d')); console.debug(1n); return 1; };";
        // When
        Heard heard = run(source);
        // Then
        assertThat(heard.report().logs())
                .extracting(LogLine::level)
                .containsExactly("info", "warn", "error", "debug");
        assertThat(heard.report().logs().getFirst().text()).isEqualTo("a {\"b\":1}");
    }

    @Test
    void every_call_has_random_numbers_and_a_clock_of_its_own() {
        // Given
        Guest guest =
                BED.script(
                        "const first = Math.random(); export default () => [Math.random(),"
                                + " crypto.randomUUID(), Date.now()];");
        // When
        String one = Asking.ask(guest, Asking.get("/", "")).text();
        String other = Asking.ask(guest, Asking.get("/", "")).text();
        // Then
        assertThat(one.substring(0, 10)).isNotEqualTo(other.substring(0, 10));
        assertThat(one.split(",", -1)[1])
                .isNotEqualTo(other.split(",", -1)[1])
                .matches("\"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\"");
    }

    @Test
    void the_functions_variables_are_in_its_environment() {
        // Given
        String expression = "process.env.GREETING";
        // When
        String value = value(expression);
        // Then
        assertThat(value).isEqualTo("\"hi\"");
    }

    @Test
    void bytes_may_be_a_body() {
        // Given
        String source =
                "export default () => ({status: 200, headers: {'content-type': 'x/y'}, body:"
                        + " new Uint8Array([0, 255, 65])});";
        var heard = new Bytes();
        // When
        Guest guest = BED.script(source);
        guest.start(Asking.get("/", ""), heard);
        // Then
        assertThat(Base64.getEncoder().encodeToString(heard.body())).isEqualTo("AP9B");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new TextDecoder().decode(new TextEncoder().encode('aé€😀')) === 'aé€😀'",
                "new TextDecoder().decode(new Uint8Array([65, 0xff, 0xe2, 0x82])) ==="
                        + " 'A\\ufffd\\ufffd'",
                "atob(btoa('hello')) === 'hello' && btoa('a') === 'YQ=='",
                "new URL('../c?d=1#e', 'https://u:p@Example.org:8443/a/b/x').href ==="
                        + " 'https://u:p@example.org:8443/a/c?d=1#e'",
                "new URL('https://example.org:443').href === 'https://example.org/'",
                "new URL('https://x/?a=1&a=2&b=%20c').searchParams.getAll('a').join() === '1,2'",
                "(() => { const u = new URL('http://x/'); u.searchParams.append('q', 'a b'); return"
                        + " u.href === 'http://x/?q=a+b'; })()",
                "(() => { try { new URL('nonsense'); } catch (e) { return e instanceof TypeError; }"
                        + " })()",
                "new URLSearchParams({a: '1', b: 'x&y'}).toString() === 'a=1&b=x%26y'",
                "crypto.getRandomValues(new Uint8Array(40)).some(b => b !== 0)",
                "typeof queueMicrotask === 'function' && typeof performance.now() === 'number'",
                "/\\p{L}+/u.test('ü') && [3, 1, 2].toSorted()[0] === 1",
                "new Date(0).toISOString() === '1970-01-01T00:00:00.000Z' && new"
                        + " Date(0).getTimezoneOffset() === 0"
            })
    void the_web_functions_that_scripts_rely_on_are_there(String expression) {
        // Given
        String source = expression;
        // When
        String value = value(source);
        // Then
        assertThat(value).isEqualTo("true");
    }

    @Test
    void a_syntax_error_names_its_place() {
        // Given
        String source = "export function handle() {\n  return 1 +;\n}\n";
        // When
        BuildFailed failed = refusal(source);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.COMPILE_FAILED);
        Diagnostic diagnostic = failed.diagnostics().getFirst();
        assertThat(diagnostic.file()).isEqualTo("index.js");
        assertThat(diagnostic.line()).isEqualTo(2);
        assertThat(diagnostic.column()).isPositive();
        assertThat(diagnostic.message()).startsWith("SyntaxError");
    }

    @Test
    void a_script_without_a_handler_is_told_so() {
        // Given
        String source = "export const answer = 42;";
        // When
        BuildFailed failed = refusal(source);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.HANDLER_MISSING);
    }

    @Test
    void a_script_that_throws_while_it_loads_is_refused_with_the_place() {
        // Given
        String source = "const config = undefined;\nexport const x = config.name;\n";
        // When
        BuildFailed failed = refusal(source);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.COMPILE_FAILED);
        assertThat(failed.diagnostics().getFirst().line()).isEqualTo(2);
    }

    @Test
    void a_script_that_never_ends_loading_is_stopped() {
        // Given
        Guest guest =
                BED.guest(
                        Abi.SCRIPT,
                        "for (;;) {}".getBytes(StandardCharsets.UTF_8),
                        Asking.limits(Duration.ofMillis(200)));
        // When
        BuildFailed failed = catchThrowableOfType(BuildFailed.class, guest::prepare);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.COMPILE_FAILED);
        assertThat(failed.detail()).contains("longer than its limit of 5000 ms");
    }

    @Test
    void files_of_one_function_import_each_other() {
        // Given
        String bundle =
                "//fairlead-script 1\n"
                        + file("src/index.js", "import { hi } from './lib/hi';\nexport default hi;")
                        + file(
                                "src/lib/hi.js",
                                "import { name } from '../name.mjs'; export const hi = () =>"
                                        + " name;")
                        + file("src/name.mjs", "export const name = 'Ada';");
        // When
        Heard heard = run(bundle);
        // Then
        assertThat(heard.text()).isEqualTo("\"Ada\"");
    }

    private static String file(String name, String text) {
        return "//file " + text.length() + " " + name + "\n" + text;
    }

    @Test
    void what_cannot_become_json_is_a_bad_response() {
        // Given
        String source = "export default () => { const a = {}; a.a = a; return a; };";
        // When
        Heard heard = run(source);
        // Then
        assertThat(heard.errorCode()).isEqualTo(ErrorCode.GUEST_BAD_RESPONSE);
    }

    @Test
    void deep_but_finite_recursion_works() {
        // Given
        String source =
                "const down = n => n === 0 ? 0 : 1 + down(n - 1); export default () => down(800);";
        // When
        Heard heard = run(source);
        // Then
        assertThat(heard.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(heard.text()).isEqualTo("800");
    }

    @Test
    void a_failure_that_the_script_catches_is_no_failure() {
        // Given
        String source =
                "const down = n => 1 + down(n + 1); export default () => { try { down(0); } catch"
                        + " (e) { return e instanceof Error; } };";
        // When
        Heard heard = run(source);
        // Then
        assertThat(heard.text()).isEqualTo("true");
    }

    /// Hears bytes as they are.
    private static final class Bytes implements dev.fairlead.dataplane.runtime.GuestAnswer {
        private final java.util.concurrent.CompletableFuture<byte[]> whole =
                new java.util.concurrent.CompletableFuture<>();
        private volatile byte[] last = {};

        byte[] body() {
            return whole.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join();
        }

        @Override
        public void head(
                int status, java.util.List<dev.fairlead.dataplane.runtime.Header> headers) {}

        @Override
        public void write(byte[] bytes) {
            last = bytes;
        }

        @Override
        public void done(dev.fairlead.dataplane.runtime.RunReport report) {
            whole.complete(last);
        }
    }
}
