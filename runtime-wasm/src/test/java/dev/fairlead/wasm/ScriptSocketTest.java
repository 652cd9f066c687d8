package dev.fairlead.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.testkit.guests.Asking;
import dev.fairlead.testkit.guests.Heard;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/// Scripts that export `socket`: events as it hears them, answers as the gateway does.
class ScriptSocketTest {
    private static final TestBed BED = new TestBed();
    private static final String HANDLE = "export const handle = () => 'plain';\n";

    @AfterAll
    static void close() {
        BED.close();
    }

    private static Heard tell(Guest guest, String event, byte[] body, String... more) {
        var headers = new ArrayList<Header>();
        headers.add(new Header("x-fairlead-socket", event));
        headers.add(new Header("x-fairlead-socket-id", "req_1"));
        for (int i = 0; i < more.length; i += 2) {
            headers.add(new Header(more[i], more[i + 1]));
        }
        return Asking.ask(
                guest,
                Asking.request("POST", "/room", "a=b", body, headers.toArray(Header[]::new)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void an_event_has_its_type_its_data_and_the_state() {
        // Given
        Guest guest =
                BED.script(
                        HANDLE
                                + """
                                export function socket(event) {
                                  const { type, id, state, data, protocols, code, reason, request } = event;
                                  const shown = data instanceof Uint8Array ? [...data] : data;
                                  return { send: { type, id, state, data: shown, protocols, code, reason, path: request.path, query: request.query } };
                                }
                                """);
        // When
        String open =
                tell(guest, "open", new byte[0], "sec-websocket-protocol", "chat, other").text();
        String text = tell(guest, "text", utf8("héllo"), "x-fairlead-socket-state", "[1]").text();
        String bytes = tell(guest, "binary", new byte[] {(byte) 255, 0, 7}).text();
        String plain = tell(guest, "binary", utf8("hi")).text();
        String closed =
                tell(
                                guest,
                                "close",
                                new byte[0],
                                "x-fairlead-socket-code",
                                "1001",
                                "x-fairlead-socket-reason",
                                "bye")
                        .text();
        // Then
        assertThat(open)
                .startsWith("OPEN\r\nTEXT ")
                .contains("\"type\":\"open\"", "\"id\":\"req_1\"", "\"state\":null")
                .contains(
                        "\"protocols\":[\"chat\",\"other\"]", "\"path\":\"/room\"", "\"a\":\"b\"");
        assertThat(text).contains("\"type\":\"message\"", "\"data\":\"héllo\"", "\"state\":[1]");
        assertThat(bytes).contains("\"data\":[255,0,7]");
        assertThat(plain).contains("\"data\":[104,105]");
        assertThat(closed).contains("\"type\":\"close\"", "\"code\":1001", "\"reason\":\"bye\"");
    }

    @Test
    void what_it_wants_is_said_as_events() {
        // Given
        Guest guest =
                BED.script(
                        HANDLE
                                + """
                                export async function socket(event) {
                                  if (event.type === 'open') return { protocol: 'chat', state: { name: 'Zoë' } };
                                  if (event.data === 'nothing') return;
                                  if (event.data === 'several') return { send: ['é', new Uint8Array([1, 2]), 'c'], state: null };
                                  if (event.data === 'odd') return { send: 'a\\ud800b' };
                                  return { close: { code: 4001, reason: 'no' } };
                                }
                                """);
        // When
        Heard open = tell(guest, "open", new byte[0]);
        Heard several = tell(guest, "text", utf8("several"));
        Heard closing = tell(guest, "text", utf8("x"));
        // Then
        assertThat(open.text()).isEqualTo("OPEN\r\n");
        assertThat(open.header("content-type")).isEqualTo("application/websocket-events");
        assertThat(open.header("x-fairlead-socket-state")).isEqualTo("{\"name\":\"Zoë\"}");
        assertThat(open.header("sec-websocket-protocol")).isEqualTo("chat");
        assertThat(several.text()).isEqualTo("TEXT 2\r\né\r\nBINARY 2\r\n\1\2\r\nTEXT 1\r\nc\r\n");
        assertThat(several.header("x-fairlead-socket-state")).isEqualTo("null");
        assertThat(closing.text()).startsWith("CLOSE 4\r\n").endsWith("no\r\n");
        assertThat(tell(guest, "text", utf8("nothing")).text()).isEmpty();
        assertThat(tell(guest, "text", utf8("odd")).text()).isEqualTo("TEXT 5\r\na\ufffdb\r\n");
    }

    @Test
    void it_refuses_a_handshake_by_a_status() {
        Guest guest =
                BED.script(HANDLE + "export const socket = () => ({status: 403, body: 'no'});");
        Heard heard = tell(guest, "open", new byte[0]);
        assertThat(heard.status()).isEqualTo(403);
        assertThat(heard.text()).isEqualTo("no");
    }

    @Test
    void without_it_the_handler_is_asked_as_for_any_request() {
        assertThat(tell(BED.script(HANDLE), "open", new byte[0]).text()).isEqualTo("\"plain\"");
    }

    @Test
    void a_plain_script_and_a_default_object_have_it_too() {
        Guest script =
                BED.script(
                        "function handle() { return 1 } function socket() { return {send: 's'} }");
        Guest object =
                BED.script(
                        "export default { word: 'o', handle() { return 1 },"
                                + " socket() { return {send: this.word} } }");
        assertThat(tell(script, "text", utf8("x")).text()).isEqualTo("TEXT 1\r\ns\r\n");
        assertThat(tell(object, "text", utf8("x")).text()).isEqualTo("TEXT 1\r\no\r\n");
    }

    @Test
    void what_it_throws_is_its_fault() {
        Guest guest =
                BED.script(HANDLE + "export const socket = () => { throw new Error('mine') };");
        Heard heard = tell(guest, "text", utf8("x"));
        assertThat(heard.message()).contains("mine");
    }
}
