package dev.fairlead.controlplane.store;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// Where PostgreSQL is and the login that owns the tables.
public record DatabaseSettings(
        String host, int port, String database, String user, String password) {
    /// Reads `postgres://user:password@host:port/database`, with or without `jdbc:` in front.
    public static DatabaseSettings parse(String url) {
        URI uri = URI.create(url.startsWith("jdbc:") ? url.substring(5) : url);
        boolean known = "postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme());
        String path = uri.getPath();
        if (!known || uri.getHost() == null || path == null || path.length() < 2) {
            throw new IllegalArgumentException(
                    "use postgres://user:password@host:port/database for FAIRLEAD_DATABASE_URL");
        }
        String login = uri.getRawUserInfo() == null ? "postgres" : uri.getRawUserInfo();
        int colon = login.indexOf(':');
        return new DatabaseSettings(
                uri.getHost(),
                uri.getPort() < 0 ? 5432 : uri.getPort(),
                path.substring(1),
                decode(colon < 0 ? login : login.substring(0, colon)),
                colon < 0 ? "" : decode(login.substring(colon + 1)));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /// Without the password.
    @Override
    public String toString() {
        return "postgres://" + user + "@" + host + ":" + port + "/" + database;
    }
}
