package dev.fairlead.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.engine.EngineFailed.Reason;
import dev.fairlead.engine.containers.Container;
import dev.fairlead.engine.containers.ContainerSpec;
import dev.fairlead.engine.containers.Networking;
import dev.fairlead.engine.labels.Kind;
import dev.fairlead.engine.networks.Network;
import dev.fairlead.engine.networks.NetworkSpec;
import dev.fairlead.testkit.waiting.Awaiting;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Networks, and containers in them.
abstract class NetworksContract extends ImagesContract {
    private static final String SERVE =
            "mkdir /tmp/w; echo hello > /tmp/w/file; httpd -p 8080 -h /tmp/w; echo ready; sleep"
                    + " 1000";
    private static final String ASK =
            "for i in $(seq 100); do wget -q -O- http://%s:8080/file 2>/dev/null && exit; sleep"
                    + " 0.1; done";

    private String network(boolean internal) throws IOException {
        String name = "t" + UUID.randomUUID();
        return engine().networks().create(new NetworkSpec(name, LABELS, internal, Map.of()));
    }

    private String named(String network) throws IOException {
        return engine().networks().inspect(network).orElseThrow().name();
    }

    private ContainerSpec in(String network, String alias, String script) throws IOException {
        return with(
                script(script),
                new Networking.Attached(named(network), "", List.of(alias), Set.of(), Map.of()));
    }

    @Test
    void a_network_is_as_it_was_asked_for() throws Exception {
        // Given
        String name = "t" + UUID.randomUUID();
        var spec =
                new NetworkSpec(
                        name, Map.of(OURS, "engine", "shell", "$(x) \"y\""), true, Map.of());
        // When
        String id = engine().networks().create(spec);
        // Then
        Network network = engine().networks().inspect(id).orElseThrow();
        assertThat(network.name()).isEqualTo(name);
        assertThat(network.internal()).isTrue();
        assertThat(network.driver()).isEqualTo("bridge");
        assertThat(network.labels()).containsAllEntriesOf(spec.labels());
        assertThat(network.subnets()).isNotEmpty();
        assertThat(network.containers()).isEmpty();
        assertThat(engine().networks().list(List.of(OURS + "=engine"))).containsOnlyKeys(id);
        assertRefused(Reason.CONFLICT, () -> engine().networks().create(spec));
        engine().networks().remove(id);
        engine().networks().remove(id);
        assertThat(engine().networks().inspect(id)).isEmpty();
    }

    @Test
    void a_network_is_at_the_subnet_that_was_asked_for_unless_another_is() throws Exception {
        // Given
        String name = "t" + UUID.randomUUID();
        var spec = new NetworkSpec(name, LABELS, false, Map.of()).at("10.214.7.64/26");
        // When
        String id = engine().networks().create(spec);
        // Then
        Network made = engine().networks().inspect(id).orElseThrow();
        assertThat(made.subnets()).containsExactly("10.214.7.64/26");
        assertThat(made.gateways()).containsExactly("10.214.7.65");
        var other = new NetworkSpec(name + "b", LABELS, false, Map.of()).at("10.214.7.0/24");
        assertRefused(Reason.CONFLICT, () -> engine().networks().create(other));
        engine().networks().remove(id);
    }

    @Test
    void containers_of_a_network_find_each_other_by_alias() throws Exception {
        // Given
        String network = network(true);
        String server = ready(in(network, "server", SERVE));
        // When
        List<String> lines = lines(in(network, "client", ASK.formatted("server")));
        // Then
        assertThat(lines).containsExactly("hello");
        assertThat(engine().networks().inspect(network).orElseThrow().containers())
                .contains(server);
        assertRefused(Reason.CONFLICT, () -> engine().networks().remove(network));
        engine().remove(Kind.NETWORK, network);
        assertThat(engine().networks().inspect(network)).isEmpty();
    }

    @Test
    void a_container_has_an_address_and_published_ports_on_loopback() throws Exception {
        // Given
        String network = network(false);
        var networking =
                new Networking.Attached(
                        named(network), "web", List.of(), Set.of(8080), Map.of("db", "10.9.8.7"));
        String id = ready(with(script("cat /etc/hosts; hostname; " + SERVE), networking));
        // When
        Container container = engine().containers().inspect(id);
        // Then
        assertThat(printed(id)).anyMatch(line -> line.matches("10\\.9\\.8\\.7\\s+db"));
        assertThat(printed(id)).contains("web");
        String address = container.addresses().getOrDefault(named(network), "none");
        assertThat(get(address, 8080)).endsWith("hello\n");
        int port = container.ports().getOrDefault(8080, 0);
        assertThat(get("127.0.0.1", port)).endsWith("hello\n");
        engine().containers().kill(id, "SIGKILL");
        Awaiting.until("nobody listens", () -> refuses(port));
    }

    private static String get(String host, int port) throws IOException {
        try (var socket = new Socket(InetAddress.ofLiteral(host), port)) {
            socket.getOutputStream()
                    .write("GET /file HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static boolean refuses(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void a_container_joins_the_network_of_another() throws Exception {
        // Given
        String server = ready(in(network(true), "server", SERVE));
        var joined = with(script(ASK.formatted("127.0.0.1")), new Networking.Joined(server));
        // When, Then
        assertThat(lines(joined)).containsExactly("hello");
    }

    @Test
    void a_container_comes_into_a_network_and_leaves_it() throws Exception {
        // Given
        String one = network(true);
        String other = network(true);
        String server = ready(in(one, "server", SERVE));
        // When
        engine().networks().connect(other, server, List.of("late"));
        // Then
        assertThat(lines(in(other, "client", ASK.formatted("late")))).containsExactly("hello");
        assertThat(engine().containers().inspect(server).addresses())
                .containsOnlyKeys(named(one), named(other));
        engine().networks().disconnect(other, server);
        assertThat(engine().containers().inspect(server).addresses()).containsOnlyKeys(named(one));
        assertThat(engine().networks().inspect(other).orElseThrow().containers())
                .doesNotContain(server);
    }

    @Test
    void a_container_apart_has_nothing_but_loopback() throws Exception {
        // Given
        var spec =
                with(
                        script("tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '; hostname"),
                        new Networking.Apart("alone"));
        // When
        List<String> lines = lines(spec);
        // Then
        assertThat(lines).startsWith("lo").endsWith("alone");
        assertThat(lines).doesNotContain("eth0");
    }

    @Test
    void networks_that_do_not_meet_do_not_hear_each_other() throws Exception {
        // Given
        String server = ready(in(network(true), "server", SERVE));
        String address =
                engine().containers().inspect(server).addresses().values().iterator().next();
        String ask = "wget -q -T 2 -O- http://" + address + ":8080/file || echo nobody";
        // When
        List<String> lines = lines(in(network(true), "stranger", ask));
        // Then
        assertThat(lines).contains("nobody").doesNotContain("hello");
    }
}
