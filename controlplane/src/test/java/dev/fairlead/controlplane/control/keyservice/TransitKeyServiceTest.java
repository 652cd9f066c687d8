package dev.fairlead.controlplane.control.keyservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.testkit.keyservice.TransitServer;

import org.junit.jupiter.api.Test;

import java.io.IOException;

import javax.net.ssl.SSLSocketFactory;

/// By http.
class TransitKeyServiceTest extends TransitContract {
    TransitKeyServiceTest() throws IOException {
        super(TransitServer.plain(), (SSLSocketFactory) SSLSocketFactory.getDefault());
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
