package dev.fairlead.controlplane.control.routes;

import dev.fairlead.controlplane.control.signing.SigningSecrets;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.versions.TrafficText;
import dev.fairlead.dataplane.router.RoutedAlias;
import dev.fairlead.dataplane.router.RoutedService;
import dev.fairlead.dataplane.versions.VersionSpec;
import dev.fairlead.model.access.PasswordUsers;
import dev.fairlead.model.functions.Access;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.RateLimit;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;

/// The last published services on disk: one line with the SHA-256 of the rest, then JSON. Written
/// behind, the newest only; read whole or not at all.
public final class SnapshotFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFile.class);
    private static final TypeReference<List<Entry>> ENTRIES = new TypeReference<>() {};
    private static final int HASH = 64;

    private final Path path;
    private final Envelope envelope;
    private final KeptVersions kept;
    private final JsonMapper json = new JsonMapper();
    private final AtomicReference<@Nullable List<RoutedService>> next = new AtomicReference<>();
    private final Object writing = new Object();

    /// Secrets of functions are in it as `envelope` sealed them.
    public SnapshotFile(Path path, Envelope envelope) {
        this.path = path;
        this.envelope = envelope;
        this.kept = new KeptVersions(envelope);
    }

    /// One service as it lies on disk; of passwords there are hashes.
    private record Entry(
            String organization,
            String function,
            String project,
            String name,
            KeptLimits limits,
            boolean samples,
            @Nullable String access,
            @Nullable String rateLimit,
            @Nullable List<String> signedHeaders,
            @Nullable KeptCaching cache,
            @Nullable Map<String, String> users,
            @Nullable KeptScale scale,
            @Nullable List<Secret> secrets,
            List<AliasEntry> aliases,
            Map<Integer, KeptVersions.Row> versions) {}

    private record AliasEntry(String environment, String name, long revision, String traffic) {}

    private record Secret(String keyId, String sealed, @Nullable String until) {}

    /// Returns at once; of several waiting to be written the last one wins.
    void write(List<RoutedService> services) {
        if (next.getAndSet(services) == null) {
            Thread.ofVirtual().name("snapshot").start(this::flush);
        }
    }

    private void flush() {
        synchronized (writing) {
            List<RoutedService> services = next.getAndSet(null);
            if (services != null) {
                try {
                    store(services);
                } catch (IOException e) {
                    LOG.error("cannot write the route snapshot path={}", path, e);
                }
            }
        }
    }

    private void store(List<RoutedService> services) throws IOException {
        byte[] body = json.writeValueAsBytes(services.stream().map(this::entry).toList());
        byte[] head = (ContentHash.of(body).hex() + "\n").getBytes(StandardCharsets.US_ASCII);
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try (var channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var all = ByteBuffer.allocate(head.length + body.length).put(head).put(body).flip();
            while (all.hasRemaining()) {
                channel.write(all);
            }
            channel.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    }

    /// What was published last; nothing where there is no file or not a whole one.
    public List<RoutedService> read(Function<ContentHash, Path> artifacts) {
        if (!Files.exists(path)) {
            return List.of();
        }
        try {
            byte[] all = Files.readAllBytes(path);
            int cut = HASH + 1;
            if (all.length > cut) {
                byte[] body = Arrays.copyOfRange(all, cut, all.length);
                String head = new String(all, 0, HASH, StandardCharsets.US_ASCII);
                if (ContentHash.of(body).hex().equals(head)) {
                    return json.readValue(body, ENTRIES).stream()
                            .flatMap(entry -> openable(entry, artifacts))
                            .toList();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        } catch (JacksonException e) {
            LOG.warn("route snapshot of another format path={}", path, e);
            return List.of();
        }
        LOG.warn("route snapshot damaged, left aside path={}", path);
        return List.of();
    }

    private Entry entry(RoutedService service) {
        List<AliasEntry> aliases =
                service.aliases().stream()
                        .map(alias ->
                                new AliasEntry(
                                        alias.environment().text(),
                                        alias.name().text(),
                                        alias.revision(),
                                        TrafficText.write(alias.traffic())))
                        .toList();
        var versions = new HashMap<Integer, KeptVersions.Row>();
        service.versions().forEach((n, spec) -> versions.put(n, kept.row(spec)));
        return new Entry(
                service.organization().toString(),
                service.id().toString(),
                service.project().text(),
                service.name().text(),
                KeptLimits.of(service.limits()),
                service.samples(),
                service.settings().access().word(),
                service.settings().rateLimit().map(RateLimit::text).orElse(null),
                service.settings().signedHeaders(),
                KeptCaching.of(service.settings().cache()),
                service.settings().users().hashes(),
                KeptScale.of(service.settings().scale()),
                service.secrets().stream()
                        .map(one ->
                                new Secret(
                                        one.keyId(),
                                        one.sealed(),
                                        one.until().map(Instant::toString).orElse(null)))
                        .toList(),
                aliases,
                versions);
    }

    private RoutedService service(Entry entry, Function<ContentHash, Path> artifacts) {
        var function = ServiceId.parse(entry.function());
        List<RoutedAlias> aliases =
                entry.aliases().stream()
                        .map(alias ->
                                new RoutedAlias(
                                        new EnvironmentName(alias.environment()),
                                        new AliasName(alias.name()),
                                        alias.revision(),
                                        TrafficText.read(alias.traffic())))
                        .toList();
        var versions = new HashMap<Integer, VersionSpec>();
        entry.versions()
                .forEach((number, row) ->
                        versions.put(number, kept.spec(place(entry), number, row, artifacts)));
        return new RoutedService(
                OrganizationId.parse(entry.organization()),
                function,
                new ProjectName(entry.project()),
                new ServiceName(entry.name()),
                new ServiceSettings(
                        entry.limits().limits(),
                        entry.samples(),
                        access(entry),
                        Optional.ofNullable(entry.rateLimit()).map(RateLimit::parse),
                        orNone(entry.signedHeaders()),
                        KeptCaching.settings(entry.cache()),
                        PasswordUsers.of(entry.users() == null ? Map.of() : entry.users()),
                        KeptScale.scale(entry.scale())),
                aliases,
                versions,
                orNone(entry.secrets()).stream()
                        .map(one ->
                                SigningSecrets.open(
                                        envelope,
                                        function,
                                        one.keyId(),
                                        one.sealed(),
                                        Optional.ofNullable(one.until()).map(Instant::parse)))
                        .flatMap(Optional::stream)
                        .toList());
    }

    /// Nothing for what was sealed under another master key: it must not run without its variables.
    private Stream<RoutedService> openable(Entry entry, Function<ContentHash, Path> artifacts) {
        try {
            return Stream.of(service(entry, artifacts));
        } catch (IllegalStateException e) {
            LOG.error("a service of the snapshot cannot be opened id={}", entry.function(), e);
            return Stream.empty();
        }
    }

    private static KeptVersions.Place place(Entry entry) {
        return new KeptVersions.Place(
                ServiceId.parse(entry.function()),
                OrganizationId.parse(entry.organization()),
                new ProjectName(entry.project()),
                new ServiceName(entry.name()));
    }

    private static <T> List<T> orNone(@Nullable List<T> some) {
        return some == null ? List.of() : some;
    }

    /// A file of an older version names none; a word that is not known opens nothing.
    private static Access access(Entry entry) {
        return entry.access() == null
                ? Access.PUBLIC
                : Access.parse(entry.access()).orElse(Access.PRIVATE);
    }

    /// Writes what waits.
    @Override
    public void close() {
        flush();
    }
}
