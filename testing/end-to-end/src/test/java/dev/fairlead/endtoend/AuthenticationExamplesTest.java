package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.Main;
import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs what docs/reference/authentication.md shows, from top to bottom. A word in capitals stands
/// for the last id of its kind that was shown.
@Timeout(240)
class AuthenticationExamplesTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(sh|http)\\n(.*?)^```$");
    private static final Pattern CODE = Pattern.compile("approve the code (\\S+)\\.");
    private static final Map<String, String> KINDS =
            Map.of("INVITATION", "inv_", "GRANT", "rgr_", "KEY", "key_");

    private final Installation fairlead = Installation.fresh(Map.of()).ready();
    private final People people = new People(fairlead);
    private final Map<String, String> seen = new HashMap<>();
    private final List<String> failed = new ArrayList<>();
    private final Path config;
    private String bearer = "";
    private int ran;

    AuthenticationExamplesTest(@TempDir Path config) {
        this.config = config;
    }

    private void prepare() {
        people.owner();
        String token = people.invite(people.first(), "grace@example.org", "developer");
        people.post(
                "/invitations:accept",
                Map.of("token", token, "name", "Grace", "password", People.PASSWORD));
        fairlead.javascript("shop", "hello", "export default () => 'hello';");
    }

    @Test
    void every_command_and_request_of_the_page_works() throws IOException {
        try (fairlead) {
            // Given
            prepare();
            String page =
                    Files.readString(
                            Installation.root().resolve("docs/reference/authentication.md"));
            // When
            Matcher block = BLOCK.matcher(page);
            while (block.find()) {
                if (block.group(1).equals("sh")) {
                    block.group(2).lines().forEach(this::command);
                } else {
                    request(block.group(2));
                }
            }
            // Then
            assertThat(failed).isEmpty();
            assertThat(ran).isGreaterThanOrEqualTo(40);
        }
    }

    private String filled(String text) {
        String filled = text.replace("http://localhost:8080", fairlead.url());
        for (var one : seen.entrySet()) {
            filled = filled.replaceAll("\\b" + one.getKey() + "\\b", one.getValue());
        }
        return filled;
    }

    private void command(String line) {
        ran++;
        List<String> words = new ArrayList<>(List.of(filled(line).split(" ", -1)));
        if (!words.removeFirst().equals("fairlead")) {
            failed.add(line + ": is no command of ours");
        } else if (words.getFirst().equals("login")) {
            login(words);
        } else {
            run(line, words);
        }
    }

    private void run(String line, List<String> words) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int exit =
                Main.commandLine(stream, stream, Map.of("XDG_CONFIG_HOME", config.toString()))
                        .execute(words.toArray(String[]::new));
        String said = out.toString(StandardCharsets.UTF_8);
        if (exit != 0 || said.isBlank()) {
            failed.add(line + ": " + exit + " " + said);
        }
        Matcher directory = Pattern.compile("flo_[0-9a-f]{64}").matcher(said);
        if (directory.find()) {
            bearer = directory.group();
        }
        for (var kind : KINDS.entrySet()) {
            Matcher id = Pattern.compile(kind.getValue() + "[0-9a-z]+").matcher(said);
            if (id.find()) {
                seen.put(kind.getKey(), id.group());
            }
        }
    }

    private void login(List<String> words) {
        words.add("--no-browser");
        var login = new CommandProcesses(config).begin(words.toArray(String[]::new));
        String code = login.awaitOut(CODE);
        people.ask(people.owner(), "POST", "/device-logins/" + code + ":approve", "");
        var ended = login.end();
        if (ended.exitCode() != 0) {
            failed.add(words + ": " + ended.err());
        }
    }

    private void request(String text) {
        ran++;
        List<String> lines = filled(text).lines().toList();
        String[] first = lines.getFirst().split(" ", 2);
        var headers = new ArrayList<>(List.of("content-type", "application/json"));
        if (!bearer.isEmpty()) {
            headers.addAll(List.of("authorization", "Bearer " + bearer));
        }
        byte[] body =
                String.join("\n", lines.subList(1, lines.size())).getBytes(StandardCharsets.UTF_8);
        Reply reply = fairlead.send(first[0], first[1], body, headers.toArray(String[]::new));
        if (reply.status() >= 300) {
            failed.add(lines.getFirst() + ": " + reply.body());
        } else if (reply.body().contains("accessToken")) {
            bearer = reply.json().path("accessToken").asString();
            seen.put("REFRESH", reply.json().path("refreshToken").asString());
        }
    }
}
