package dev.fairlead.controlplane.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/// Where PostgreSQL is and the login that owns the tables. `options` is a raw query, such as
/// `sslmode=require`, or empty.
public record DatabaseSettings(
        String host, int port, String database, String user, String password, String options) {
    private static final String USE =
            "use postgres://user:password@host:port/database for FAIRLEAD_DATABASE_URL";

    public DatabaseSettings(String host, int port, String database, String user, String password) {
        this(host, port, database, user, password, "");
    }

    /// Reads `postgres://user:password@host:port/database?options`, with or without `jdbc:` in
    /// front; the login may be among the options as `user` and `password`.
    public static DatabaseSettings parse(String url) {
        URI uri;
        try {
            uri = new URI(url.startsWith("jdbc:") ? url.substring(5) : url);
        } catch (URISyntaxException e) {
            // Its message would show the password.
            throw new IllegalArgumentException(USE);
        }
        boolean known = "postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme());
        String path = uri.getPath();
        if (!known || uri.getHost() == null || path == null || path.length() < 2) {
            throw new IllegalArgumentException(USE);
        }
        String login = uri.getRawUserInfo() == null ? "postgres" : uri.getRawUserInfo();
        int colon = login.indexOf(':');
        String user = decode(colon < 0 ? login : login.substring(0, colon));
        String password = colon < 0 ? "" : decode(login.substring(colon + 1));
        var options = new ArrayList<String>();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        for (String option : query.split("&", -1)) {
            if (option.startsWith("user=")) {
                user = decode(option.substring("user=".length()));
            } else if (option.startsWith("password=")) {
                password = decode(option.substring("password=".length()));
            } else if (!option.isEmpty()) {
                options.add(option);
            }
        }
        return new DatabaseSettings(
                uri.getHost(),
                uri.getPort() < 0 ? 5432 : uri.getPort(),
                path.substring(1),
                user,
                password,
                String.join("&", options));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://"
                + host
                + ":"
                + port
                + "/"
                + database
                + (options.isEmpty() ? "" : "?" + options);
    }

    /// Without the password.
    @Override
    public String toString() {
        return "postgres://" + user + "@" + host + ":" + port + "/" + database;
    }
}
