package dev.fairlead.builders.plans;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// What the first bytes of a file say of how it is run.
public final class ProgramFile {
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
    private static final int HEAD = 64;
    private static final int MOST_PARTS = 128;
    private static final int PART = 56;
    private static final int LOADED = 1;
    private static final int INTERPRETER = 3;
    private static final Set<Integer> PROGRAMS = Set.of(2, 3);
    private static final byte WIDE = 2;
    private static final byte LITTLE = 1;

    private ProgramFile() {}

    /// Whether it begins like a script or a program: sources travel without modes.
    public static boolean runs(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(ELF.length);
            return Arrays.equals(head, ELF)
                    || (head.length > 1 && head[0] == '#' && head[1] == '!');
        }
    }

    /// The processor that a program without libraries is for, as ELF numbers it; empty where it is
    /// none.
    static Optional<Integer> staticMachine(Path file) throws IOException {
        try (SeekableByteChannel in =
                Files.newByteChannel(
                        file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer head = read(in, 0, HEAD);
            if (head.limit() < HEAD || !isProgram(head)) {
                return Optional.empty();
            }
            long parts = head.getLong(32);
            int size = Short.toUnsignedInt(head.getShort(54));
            int count = Short.toUnsignedInt(head.getShort(56));
            if (size != PART || count == 0 || count > MOST_PARTS || parts < 0) {
                return Optional.empty();
            }
            ByteBuffer table = read(in, parts, count * PART);
            boolean loaded = false;
            for (int at = 0; at + PART <= table.limit(); at += PART) {
                if (table.getInt(at) == INTERPRETER) {
                    return Optional.empty();
                }
                loaded |= table.getInt(at) == LOADED;
            }
            return loaded && table.limit() == count * PART
                    ? Optional.of(Short.toUnsignedInt(head.getShort(18)))
                    : Optional.empty();
        }
    }

    private static boolean isProgram(ByteBuffer head) {
        byte[] first = new byte[ELF.length];
        head.get(0, first);
        return Arrays.equals(first, ELF)
                && head.get(4) == WIDE
                && head.get(5) == LITTLE
                && PROGRAMS.contains(Short.toUnsignedInt(head.getShort(16)));
    }

    private static ByteBuffer read(SeekableByteChannel in, long from, int bytes)
            throws IOException {
        var buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        in.position(from);
        while (buffer.hasRemaining() && in.read(buffer) > 0) {
            // One read may give less than is there.
        }
        return buffer.flip();
    }
}
