package dev.fairlead.controlplane.store.executions;

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
/// batch that a crash cut short is left out and everything before it kept. For one thread.
final class SpillFile implements AutoCloseable {
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
        for (Optional<ByteBuffer> batch; (batch = at(position)).isPresent(); ) {
            position += HEAD + batch.get().remaining();
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

    /// False when the file is full: the batch is not kept.
    boolean append(String lines) {
        byte[] body = lines.getBytes(StandardCharsets.UTF_8);
        try {
            long end = channel.size();
            if (end + HEAD + body.length > mostBytes) {
                return false;
            }
            var batch = ByteBuffer.allocate(HEAD + body.length);
            batch.putInt(body.length).putInt(sum(body)).put(body).flip();
            while (batch.hasRemaining()) {
                end += channel.write(batch, end);
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
    }

    /// The oldest batch that was not dropped.
    Optional<String> peek() {
        try {
            return at(readFrom).map(b -> StandardCharsets.UTF_8.decode(b).toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /// The batch that `peek` showed is safe elsewhere. The file is emptied with the last one.
    void drop() {
        try {
            readFrom += HEAD + at(readFrom).orElseThrow().remaining();
            if (readFrom >= channel.size()) {
                channel.truncate(0);
                readFrom = 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    boolean empty() {
        try {
            return channel.size() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.force(true);
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + path, e);
        }
    }
}
