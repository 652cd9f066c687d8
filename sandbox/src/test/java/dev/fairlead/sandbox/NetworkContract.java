package dev.fairlead.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.sandbox.network.NetworkRules;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What every sandbox must let a step reach, and what not.
public abstract class NetworkContract {
    /// A sandbox with these rules.
    protected abstract Sandbox open(SandboxSettings settings) throws IOException;

    private static final StepLimits LIMITS =
            new StepLimits(Duration.ofSeconds(30), 512L << 20, 2, 64, 64L << 20, 64 << 10, true);

    /// Asks the proxy for each server, says something and prints what comes back.
    private static final String CLIENT =
            """
            use IO::Socket::INET;
            for my $to (@ARGV) {
              my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:3128", Timeout => 5) or die;
              print $s "CONNECT $to HTTP/1.1\\r\\nHost: $to\\r\\n\\r\\nping\\n";
              my $status = <$s>; $status =~ s/\\s+$//; print "$to $status\\n";
              if ($status =~ / 200 /) { <$s>; print "said ", scalar <$s>; }
            }
            """;

    private @TempDir Path directory;
    private ServerSocket target;
    private Path work;

    @BeforeEach
    void open() throws IOException {
        work = Files.createDirectory(directory.resolve("work"));
        target = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::answer);
    }

    @AfterEach
    void close() throws IOException {
        target.close();
    }

    private void answer() {
        while (!target.isClosed()) {
            try (Socket client = target.accept()) {
                byte[] ping = client.getInputStream().readNBytes(5);
                client.getOutputStream().write("pong ".getBytes(StandardCharsets.UTF_8));
                client.getOutputStream().write(ping);
            } catch (IOException e) {
                // The test is over.
            }
        }
    }

    private String here() {
        return "localhost:" + target.getLocalPort();
    }

    private List<String> ask(NetworkRules rules, Set<String> hosts, String... servers)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("/usr/bin/perl", "-e", CLIENT));
        command.addAll(List.of(servers));
        var settings = SandboxSettings.in(directory.resolve("state")).with(rules);
        try (Sandbox sandbox = open(settings)) {
            return new StepRun(sandbox)
                    .run(Step.of(command, work, LIMITS).reaching(hosts), _ -> {})
                    .lines();
        }
    }

    @Test
    void a_named_server_is_reached_and_no_other() throws Exception {
        // When
        var lines =
                ask(
                        NetworkRules.PUBLIC.allowing(Set.of(here())),
                        Set.of(here()),
                        here(),
                        "evil.example:443");
        // Then
        assertThat(lines)
                .contains(
                        here() + " HTTP/1.1 200 Connection established",
                        "said pong ping",
                        "evil.example:443 HTTP/1.1 403 Not allowed",
                        "network: refused evil.example:443");
    }

    @Test
    void a_named_server_on_this_machine_is_refused_unless_the_operator_allows_it()
            throws Exception {
        // Given
        String byNumber = "127.0.0.1:" + target.getLocalPort();
        // When
        var lines = ask(NetworkRules.PUBLIC, Set.of(here(), byNumber), here(), byNumber);
        // Then
        assertThat(lines)
                .contains(
                        here() + " HTTP/1.1 403 Not allowed",
                        byNumber + " HTTP/1.1 403 Not allowed",
                        "network: refused "
                                + here()
                                + ", which is an address of a private network");
        assertThat(String.join("\n", lines)).doesNotContain("pong");
    }

    @Test
    void what_is_moved_is_bounded() throws Exception {
        // Given
        var rules =
                new NetworkRules(Set.of(here()), Optional.empty(), 8, 3, Duration.ofSeconds(30));
        // When
        var lines = ask(rules, Set.of(here()), here());
        // Then
        assertThat(String.join("\n", lines)).doesNotContain("pong").contains("network: more than");
    }

    @Test
    void other_methods_are_refused() throws Exception {
        // Given
        String program =
                "use IO::Socket::INET; my $s = IO::Socket::INET->new(PeerAddr =>"
                        + " '127.0.0.1:3128'); print $s \"GET http://localhost/"
                        + " HTTP/1.1\\r\\n\\r\\n\"; print scalar <$s>";
        Step step =
                Step.of(List.of("/usr/bin/perl", "-e", program), work, LIMITS)
                        .reaching(Set.of(here()));
        try (Sandbox sandbox = open(SandboxSettings.in(directory.resolve("state")))) {
            // When
            var result = new StepRun(sandbox).run(step, _ -> {});
            // Then
            assertThat(result.lines()).contains("HTTP/1.1 403 Not allowed");
        }
    }

    @Test
    void the_commands_code_and_input_pass_the_forwarder() throws Exception {
        // Given
        Step step =
                Step.of(List.of("/bin/sh", "-c", "read x; echo got $x; exit 9"), work, LIMITS)
                        .reaching(Set.of(here()));
        try (Sandbox sandbox = open(SandboxSettings.in(directory.resolve("state")));
                SandboxedProcess process = sandbox.start(step)) {
            // When
            process.input().write("this\n".getBytes(StandardCharsets.UTF_8));
            process.input().close();
            String said = new String(process.output().readAllBytes(), StandardCharsets.UTF_8);
            // Then
            assertThat(said).isEqualTo("got this\n");
            assertThat(process.await(Duration.ofSeconds(20))).isTrue();
            assertThat(process.ending()).isEqualTo(new Ending.Exited(9));
        }
    }
}
