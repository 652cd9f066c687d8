package dev.fairlead.controlplane.control.keyservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.testkit.keyservice.TransitServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;

import javax.net.ssl.SSLSocketFactory;

/// Against a server of our own that has the shape of Vault's.
class TransitKeyServiceTest extends KeyServiceContract {
    private final TransitServer server;

    TransitKeyServiceTest() throws IOException {
        server = TransitServer.plain().key("fairlead").key("another");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private TransitKeyService asking(String key) {
        return Asking.of(server, (SSLSocketFactory) SSLSocketFactory.getDefault()).service(key);
    }

    @Override
    KeyService service() {
        return asking("fairlead");
    }

    @Override
    KeyService other() {
        return asking("another");
    }

    @Override
    void rotate() {
        server.rotate("fairlead");
    }

    @Override
    void least(int version) {
        server.least("fairlead", version);
    }

    @Test
    void a_new_key_crosses_the_network_wrapped() {
        // When
        service().generate();
        // Then
        assertThat(server.asked()).containsExactly("datakey/wrapped");
        assertThat(server.unwrapped()).isEmpty();
    }
}
