package dev.fairlead.controlplane.control.keyservice;

import dev.fairlead.testkit.keyservice.TransitServer;

import org.junit.jupiter.api.AfterEach;

import javax.net.ssl.SSLSocketFactory;

/// Against a server of our own that has the shape of Vault's.
abstract class TransitContract extends KeyServiceContract {
    final TransitServer server;
    private final SSLSocketFactory tls;

    TransitContract(TransitServer server, SSLSocketFactory tls) {
        this.server = server.key("fairlead").key("another");
        this.tls = tls;
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Override
    KeyService service() {
        return Asking.of(server, tls).service("fairlead");
    }

    @Override
    KeyService other() {
        return Asking.of(server, tls).service("another");
    }

    @Override
    void rotate() {
        server.rotate("fairlead");
    }

    @Override
    void least(int version) {
        server.least("fairlead", version);
    }
}
