package dev.fairlead.controlplane.store.executions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32;

/// Batches of lines on disk while the database is away: each a length, a CRC-32 and its bytes. A
/// batch that a crash cut short is left out and everything before it kept.
final class SpillFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpillFile.class);
    private static final int HEAD = 8;

    private final Path path;
    private final FileChannel channel;
    private final long mostBytes;
    private long readFrom;

    /// What is in the file already counts.
    SpillFile(Path path, long mostBytes) {
        this.path = path;
        this.mostBytes = mostBytes;
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            channel =
                    FileChannel.open(
                            path,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            channel.truncate(wholeBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + path, e);
        }
    }

    private long wholeBytes() throws IOException {
        long position = 0;
        Optional<ByteBuffer> batch = at(position);
        while (batch.isPresent()) {
            position += HEAD + batch.get().remaining();
            batch = at(position);
        }
        return position;
    }

    private Optional<ByteBuffer> at(long position) throws IOException {
        var head = ByteBuffer.allocate(HEAD);
        if (!fill(head, position)) {
            return Optional.empty();
        }
        int length = head.getInt();
        int sum = head.getInt();
        if (length <= 0 || position + HEAD + length > channel.size()) {
            return Optional.empty();
        }
        var body = ByteBuffer.allocate(length);
        return fill(body, position + HEAD) && sum(body.array()) == sum
                ? Optional.of(body)
                : Optional.empty();
    }

    private boolean fill(ByteBuffer buffer, long position) throws IOException {
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, position + buffer.position());
            if (count < 0) {
                return false;
            }
        }
        buffer.flip();
        return true;
    }

    private static int sum(byte[] bytes) {
        var crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /// False when the file or its disk is full: the batch is not kept.
    synchronized boolean append(String lines) {
        byte[] body = lines.getBytes(StandardCharsets.UTF_8);
        var batch = ByteBuffer.allocate(HEAD + body.length);
        batch.putInt(body.length).putInt(sum(body)).put(body).flip();
        try {
            long end = channel.size();
            return end + batch.remaining() <= mostBytes && append(batch, end);
        } catch (IOException e) {
            LOG.error("cannot keep executions path={}", path, e);
            return false;
        }
    }

    private boolean append(ByteBuffer batch, long end) throws IOException {
        long position = end;
        try {
            while (batch.hasRemaining()) {
                position += channel.write(batch, position);
            }
            return true;
        } finally {
            // Half a batch would hide everything that comes after it.
            if (batch.hasRemaining()) {
                channel.truncate(end);
            }
        }
    }

    /// The oldest batch that was not dropped; empty where there is none.
    synchronized String peek() {
        try {
            Optional<ByteBuffer> batch = at(readFrom);
            if (batch.isEmpty() && channel.size() > 0) {
                LOG.error("executions damaged on disk, the rest is left out path={}", path);
                clear();
            }
            return batch.map(b -> StandardCharsets.UTF_8.decode(b).toString()).orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /// The batch that `peek` showed is safe elsewhere. The file is emptied with the last one.
    synchronized void drop() {
        try {
            readFrom += HEAD + at(readFrom).orElseThrow().remaining();
            if (readFrom >= channel.size()) {
                clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private void clear() throws IOException {
        channel.truncate(0);
        readFrom = 0;
    }

    synchronized boolean empty() {
        try {
            return channel.size() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            channel.force(true);
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + path, e);
        }
    }
}
