package dev.fairlead.dataplane.addresses;

import dev.fairlead.dataplane.router.RoutedAlias;
import dev.fairlead.model.names.EnvironmentName;

import java.util.Locale;
import java.util.Optional;

/// Where a request is addressed: a service's project and name, the label of the alias
/// (`RoutedAlias`), and the path below it.
public record Address(String project, String service, String label, String path) {
    private static final String LIVE = RoutedAlias.LIVE.text();
    private static final String PATH_ROOT = "/fn/";

    /// Reads `/fn/{project}/{service}[/rest]`; empty for any other path.
    public static Optional<Address> ofPath(String path) {
        if (!path.startsWith(PATH_ROOT)) {
            return Optional.empty();
        }
        int project = path.indexOf('/', PATH_ROOT.length());
        if (project < 0) {
            return Optional.empty();
        }
        int service = path.indexOf('/', project + 1);
        int end = service < 0 ? path.length() : service;
        return of(
                path.substring(PATH_ROOT.length(), project),
                path.substring(project + 1, end),
                service < 0 ? "/" : path.substring(service));
    }

    /// Reads `[{alias}--][{environment}--]{service}.{project}.{apex}`; empty for any other host. A
    /// port is ignored.
    public static Optional<Address> ofHost(String host, String apex, String path) {
        int colon = host.lastIndexOf(':');
        String name = (colon < 0 ? host : host.substring(0, colon)).toLowerCase(Locale.ROOT);
        int cut = name.length() - apex.length() - 1;
        if (cut < 3 || name.charAt(cut) != '.' || !name.endsWith(apex)) {
            return Optional.empty();
        }
        int dot = name.lastIndexOf('.', cut - 1);
        if (dot < 1) {
            return Optional.empty();
        }
        return of(name.substring(dot + 1, cut), name.substring(0, dot), path);
    }

    private static Optional<Address> of(String project, String name, String path) {
        int mark = name.lastIndexOf("--");
        String label = mark < 0 ? LIVE : name.substring(0, mark);
        return Optional.of(
                new Address(
                        project,
                        name.substring(mark < 0 ? 0 : mark + 2),
                        label.equals(EnvironmentName.PRODUCTION.text()) ? LIVE : label,
                        path));
    }
}
