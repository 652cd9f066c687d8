package dev.fairlead.engine.http;

import dev.fairlead.engine.EngineAddress;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// TLS with a certificate on either side.
final class TlsWire implements Wire {
    private final Socket plain;
    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;

    private TlsWire(Socket plain, SSLSocket socket) throws IOException {
        this.plain = plain;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    static TlsWire open(EngineAddress.Tls address, Deadline deadline) throws IOException {
        var factory = TlsFiles.read(address.certificates()).getSocketFactory();
        var plain = new Socket();
        try {
            deadline.closes(plain);
            plain.setTcpNoDelay(true);
            // An engine whose machine is gone says nothing more, and who listens to it would wait
            // on.
            plain.setKeepAlive(true);
            plain.connect(new InetSocketAddress(address.host(), address.port()));
            var socket =
                    (SSLSocket) factory.createSocket(plain, address.host(), address.port(), false);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return new TlsWire(plain, socket);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public void endOutput() throws IOException {
        if (!plain.isClosed()) {
            socket.shutdownOutput();
        }
    }

    /// TLS hides it; that is why such connections wait for a short time only.
    @Override
    public boolean holds() {
        return !plain.isClosed();
    }

    /// Not by TLS' own farewell, which would wait for whoever writes.
    @Override
    public void close() {
        try {
            plain.close();
        } catch (IOException e) {
            // It is given up anyway.
        }
    }
}
