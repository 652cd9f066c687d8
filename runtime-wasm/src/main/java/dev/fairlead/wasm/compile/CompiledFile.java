package dev.fairlead.wasm.compile;

import dev.fairlead.model.functions.ContentHash;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a compilation leaves on disk: the module without the code that now lives in classes, and
/// the classes. Ends with its own SHA-256, so that a torn file is never loaded.
record CompiledFile(
        boolean freshEachTime, Bytes module, String mainClass, Map<String, Bytes> classes) {
    /// Part of the file's name; any change of format or compiler changes it.
    static final String FORMAT = "chicory-1.7.5-a";

    private static final int MAGIC = 0x464C574D;
    private static final int DIGEST_BYTES = 32;

    /// Bytes that nobody changes.
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] array) {}

    byte[] write() throws IOException {
        var buffer = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(buffer)) {
            out.writeInt(MAGIC);
            out.writeBoolean(freshEachTime);
            writeBytes(out, module.array());
            out.writeUTF(mainClass);
            out.writeInt(classes.size());
            for (Map.Entry<String, Bytes> entry : classes.entrySet()) {
                out.writeUTF(entry.getKey());
                writeBytes(out, entry.getValue().array());
            }
            out.flush();
            out.write(ContentHash.sha256().digest(buffer.toByteArray()));
        }
        return buffer.toByteArray();
    }

    /// Throws `IOException` for anything but a whole file of this format.
    static CompiledFile read(byte[] file) throws IOException {
        int end = file.length - DIGEST_BYTES;
        if (end < 0) {
            throw new IOException("torn");
        }
        var digest = ContentHash.sha256();
        digest.update(file, 0, end);
        if (!Arrays.equals(digest.digest(), 0, DIGEST_BYTES, file, end, file.length)) {
            throw new IOException("its digest does not match");
        }
        try (var in = new DataInputStream(new ByteArrayInputStream(file, 0, end))) {
            if (in.readInt() != MAGIC) {
                throw new IOException("of another format");
            }
            boolean freshEachTime = in.readBoolean();
            Bytes module = readBytes(in);
            String mainClass = in.readUTF();
            int count = in.readInt();
            var classes = new LinkedHashMap<String, Bytes>();
            for (int i = 0; i < count; i++) {
                classes.put(in.readUTF(), readBytes(in));
            }
            return new CompiledFile(freshEachTime, module, mainClass, classes);
        }
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static Bytes readBytes(DataInputStream in) throws IOException {
        return new Bytes(in.readNBytes(in.readInt()));
    }
}
