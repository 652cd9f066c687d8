package dev.fairlead.controlplane.control.edges;

import dev.fairlead.model.errors.InvalidValue;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where a web server before us finds our gateways: addresses of plain HTTP, at least one.
public record Gateways(List<URI> addresses) {
    private static final int MOST = 32;
    private static final int HTTP = 80;

    public Gateways {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty() || addresses.size() > MOST) {
            throw invalid("1 to " + MOST + " addresses with commas between them");
        }
    }

    private static InvalidValue invalid(String rule) {
        return new InvalidValue("servers", rule);
    }

    /// Reads `http://10.0.0.5:8080,http://10.0.0.6:8080`.
    public static Gateways parse(String text) {
        var addresses = new ArrayList<URI>();
        for (String one : Arrays.asList(text.split(",", -1))) {
            addresses.add(address(one.strip()));
        }
        return new Gateways(addresses);
    }

    private static URI address(String text) {
        try {
            var uri = new URI(text);
            boolean bare =
                    uri.getRawQuery() == null
                            && uri.getRawFragment() == null
                            && uri.getRawUserInfo() == null
                            && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
            if ("http".equals(uri.getScheme()) && uri.getHost() != null && bare) {
                return new URI("http://" + uri.getHost() + ":" + port(uri));
            }
        } catch (URISyntaxException e) {
            // refused below, like one that says more
        }
        throw invalid("use addresses such as http://10.0.0.5:8080");
    }

    private static int port(URI uri) {
        int port = uri.getPort() < 0 ? HTTP : uri.getPort();
        if (port < 1 || port > 65_535) {
            throw invalid("ports are 1 to 65535");
        }
        return port;
    }

    /// Host and port of each.
    List<String> dialled() {
        return addresses.stream().map(URI::getRawAuthority).toList();
    }

    boolean several() {
        return addresses.size() > 1;
    }
}
