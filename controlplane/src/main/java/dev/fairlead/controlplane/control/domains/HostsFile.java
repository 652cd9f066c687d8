package dev.fairlead.controlplane.control.domains;

import dev.fairlead.controlplane.control.domains.HostTables.Made;
import dev.fairlead.controlplane.control.domains.HostTables.SealedCertificate;
import dev.fairlead.controlplane.store.domains.RouteText;
import dev.fairlead.dataplane.hosts.HostTable;
import dev.fairlead.dataplane.hosts.HostedDomain;
import dev.fairlead.dataplane.rules.HostRoutes;
import dev.fairlead.dataplane.rules.Lead;
import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The last published domains and certificates on disk, keys sealed: one line with the SHA-256 of
/// the rest, then JSON. Written behind, the newest only; read whole or not at all.
public final class HostsFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostsFile.class);
    private static final int HASH = 64;

    private final Path path;
    private final HostTables tables;
    private final JsonMapper json = new JsonMapper();
    private final AtomicReference<@Nullable Made> next = new AtomicReference<>();
    private final Object writing = new Object();

    public HostsFile(Path path, HostTables tables) {
        this.path = path;
        this.tables = tables;
    }

    private record Content(List<Entry> domains, List<SealedCertificate> certificates) {}

    private record Entry(
            String name,
            @Nullable String service,
            @Nullable String environment,
            @Nullable String alias,
            boolean redirect,
            @Nullable String hsts,
            @Nullable List<RouteEntry> routes) {}

    private record RouteEntry(String id, String rule) {}

    /// Returns at once; of several waiting to be written the last one wins.
    void write(Made made) {
        if (next.getAndSet(made) == null) {
            Thread.ofVirtual().name("hosts-file").start(this::flush);
        }
    }

    private void flush() {
        synchronized (writing) {
            Made made = next.getAndSet(null);
            if (made != null) {
                try {
                    store(made);
                } catch (IOException e) {
                    LOG.error("cannot write the domains path={}", path, e);
                }
            }
        }
    }

    private void store(Made made) throws IOException {
        var content =
                new Content(
                        made.table().domains().stream().map(HostsFile::entry).toList(),
                        made.certificates());
        byte[] body = json.writeValueAsBytes(content);
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

    private static Entry entry(HostedDomain domain) {
        Optional<Lead> lead = domain.lead();
        return new Entry(
                domain.name().text(),
                lead.map(one -> one.service().toString()).orElse(null),
                lead.map(one -> one.environment().text()).orElse(null),
                lead.map(one -> one.alias().text()).orElse(null),
                domain.redirectToHttps(),
                domain.hsts().orElse(null),
                domain.routes().all().stream()
                        .map(one -> new RouteEntry(one.id(), RouteText.write(one)))
                        .toList());
    }

    /// What was published last; nothing where there is no file or not a whole one.
    public HostTable read() {
        if (!Files.exists(path)) {
            return HostTable.EMPTY;
        }
        try {
            byte[] all = Files.readAllBytes(path);
            int cut = HASH + 1;
            if (all.length > cut) {
                byte[] body = Arrays.copyOfRange(all, cut, all.length);
                String head = new String(all, 0, HASH, StandardCharsets.US_ASCII);
                if (ContentHash.of(body).hex().equals(head)) {
                    Content content = json.readValue(body, Content.class);
                    return new HostTable(
                            content.domains().stream().map(HostsFile::domain).toList(),
                            tables.open(content.certificates()),
                            Map.of(),
                            Map.of(),
                            Map.of());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        } catch (JacksonException e) {
            LOG.warn("domains of another format path={}", path, e);
            return HostTable.EMPTY;
        }
        LOG.warn("the file of domains is damaged, left aside path={}", path);
        return HostTable.EMPTY;
    }

    private static HostedDomain domain(Entry entry) {
        return new HostedDomain(
                new DomainName(entry.name()),
                lead(entry),
                entry.redirect(),
                Optional.ofNullable(entry.hsts()),
                entry.routes() == null || entry.routes().isEmpty()
                        ? HostRoutes.NONE
                        : new HostRoutes(
                                entry.routes().stream()
                                        .map(one -> RouteText.read(one.id(), one.rule()))
                                        .toList()));
    }

    private static Optional<Lead> lead(Entry entry) {
        if (entry.service() == null || entry.environment() == null || entry.alias() == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Lead(
                        ServiceId.parse(entry.service()),
                        new EnvironmentName(entry.environment()),
                        new AliasName(entry.alias())));
    }

    /// Writes what waits.
    @Override
    public void close() {
        flush();
    }
}
