package dev.fairlead.controlplane.store.executions;

import dev.fairlead.dataplane.telemetry.RunningCall;
import dev.fairlead.model.executions.Trigger;
import dev.fairlead.model.ids.ExecutionId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32;

/// Calls that run, on disk: a head with a CRC-32, then a line for each. Written whole or not at
/// all; there only while it has something to say. What a power cut leaves of it may be nothing.
final class RunningFile {
    private static final Logger LOG = LoggerFactory.getLogger(RunningFile.class);
    private static final String HEAD = "fairlead-running 1 ";
    private static final int MOST_CALLS = 10_000;
    private static final long MOST_BYTES = 4L << 20;
    private static final int FIELDS = 7;
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final Path path;

    RunningFile(Path path) {
        this.path = path;
    }

    /// Replaces what was there.
    void write(Collection<RunningCall> calls) throws IOException {
        if (calls.isEmpty()) {
            Files.deleteIfExists(path);
            return;
        }
        var lines = new StringBuilder();
        calls.stream().limit(MOST_CALLS).forEach(call -> line(lines, call));
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.writeString(fresh, HEAD + sum(lines.toString()) + "\n" + lines);
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void line(StringBuilder into, RunningCall call) {
        into.append(call.id().value()).append('\t').append(call.organization().value());
        into.append('\t').append(call.function().value()).append('\t').append(call.version());
        into.append('\t').append(call.trigger().name()).append('\t').append(call.startedAt());
        into.append('\t').append(call.requestBytes()).append('\n');
    }

    private static String sum(String lines) {
        var crc = new CRC32();
        crc.update(lines.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    /// What was written last; nothing where there is no file. One that cannot be read is set aside.
    List<RunningCall> read() {
        if (!Files.exists(path)) {
            return List.of();
        }
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new IOException("it is larger than " + MOST_BYTES + " bytes");
            }
            return parse(Files.readString(path));
        } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
            setAside(e);
            return List.of();
        }
    }

    private static List<RunningCall> parse(String text) {
        int cut = text.indexOf('\n') + 1;
        String lines = text.substring(cut);
        if (!text.substring(0, cut).equals(HEAD + sum(lines) + "\n")) {
            throw new IllegalArgumentException("it was cut short, or is of another format");
        }
        return lines.lines().limit(MOST_CALLS).map(RunningFile::call).toList();
    }

    private static RunningCall call(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("a line has " + fields.length + " fields");
        }
        var startedAt = Instant.parse(fields[5]);
        if (startedAt.isBefore(Instant.EPOCH) || startedAt.isAfter(LATEST)) {
            throw new IllegalArgumentException("a call began at " + startedAt);
        }
        return new RunningCall(
                new ExecutionId(UUID.fromString(fields[0])),
                new OrganizationId(UUID.fromString(fields[1])),
                new ServiceId(UUID.fromString(fields[2])),
                Integer.parseInt(fields[3]),
                Trigger.valueOf(fields[4]),
                startedAt,
                Long.parseLong(fields[6]));
    }

    private void setAside(Exception why) {
        Path aside = path.resolveSibling(path.getFileName() + ".bad");
        LOG.error("the list of running calls cannot be read, set aside path={}", aside, why);
        try {
            Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.error("it cannot be set aside either path={}", path, e);
        }
    }
}
