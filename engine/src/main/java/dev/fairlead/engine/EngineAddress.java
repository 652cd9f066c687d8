package dev.fairlead.engine;

import java.nio.file.Path;
import java.util.Optional;

/// Where an engine listens.
public sealed interface EngineAddress {
    /// A socket of this machine.
    record Unix(Path socket) implements EngineAddress {
        public Unix {
            if (!socket.isAbsolute()) {
                throw new IllegalArgumentException("not an absolute path: " + socket);
            }
        }

        @Override
        public String toString() {
            return UNIX + socket;
        }
    }

    /// A machine that knows us by a certificate and shows one of its own. The folder holds
    /// `ca.pem`, `cert.pem` and `key.pem` (PKCS #8), as Docker's own tools expect them; they are
    /// read with each connection, so that renewed ones count.
    record Tls(String host, int port, Path certificates) implements EngineAddress {
        public Tls {
            if (host.isEmpty() || port < 1 || port > 65_535) {
                throw new IllegalArgumentException("not an address: " + host + ":" + port);
            }
        }

        @Override
        public String toString() {
            return TCP + host + ":" + port;
        }
    }

    String UNIX = "unix://";
    String TCP = "tcp://";

    /// Throws `IllegalArgumentException` that says what to write instead.
    static EngineAddress parse(String text, Optional<Path> certificates) {
        if (text.startsWith(UNIX + "/")) {
            return new Unix(Path.of(text.substring(UNIX.length())));
        }
        int colon = text.lastIndexOf(':');
        if (!text.startsWith(TCP) || colon < TCP.length()) {
            throw new IllegalArgumentException(
                    "an engine is named as in unix:///var/run/docker.sock or tcp://10.0.0.1:2376,"
                            + " not "
                            + text);
        }
        Path folder =
                certificates.orElseThrow(() ->
                        new IllegalArgumentException(
                                text
                                        + " needs a folder with ca.pem, cert.pem and key.pem:"
                                        + " whoever reaches an engine without them is root on its"
                                        + " machine"));
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            return new Tls(text.substring(TCP.length(), colon), port, folder);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a port: " + text, e);
        }
    }
}
