package dev.fairlead.wasm.compile;

import java.io.ByteArrayOutputStream;
import java.util.Set;

/// Takes the code out of a module that was compiled: each function's body becomes `unreachable`, so
/// that loading it again costs next to nothing.
final class CodeStrip {
    private static final int HEADER_BYTES = 8;
    private static final int CUSTOM_SECTION = 0;
    private static final int CODE_SECTION = 10;
    // Size 3: no locals, `unreachable`, `end`.
    private static final byte[] EMPTY_BODY = {3, 0, 0, 0x0b};

    private final byte[] module;
    private int position;

    private CodeStrip(byte[] module) {
        this.module = module;
    }

    /// `module` was parsed before, so its sections are sound. Functions in `kept` (by index among
    /// those the module defines) keep their code.
    static byte[] strip(byte[] module, Set<Integer> kept) {
        return new CodeStrip(module).sections(kept);
    }

    private byte[] sections(Set<Integer> kept) {
        var out = new ByteArrayOutputStream(module.length / 4);
        out.write(module, 0, HEADER_BYTES);
        position = HEADER_BYTES;
        while (position < module.length) {
            int id = module[position++];
            int size = unsigned();
            int end = position + size;
            if (id == CODE_SECTION) {
                byte[] code = code(kept);
                out.write(id);
                writeUnsigned(out, code.length);
                out.writeBytes(code);
            } else if (id != CUSTOM_SECTION) {
                out.write(id);
                writeUnsigned(out, size);
                out.write(module, position, size);
            }
            position = end;
        }
        return out.toByteArray();
    }

    private byte[] code(Set<Integer> kept) {
        var out = new ByteArrayOutputStream();
        int count = unsigned();
        writeUnsigned(out, count);
        for (int i = 0; i < count; i++) {
            int size = unsigned();
            if (kept.contains(i)) {
                writeUnsigned(out, size);
                out.write(module, position, size);
            } else {
                out.writeBytes(EMPTY_BODY);
            }
            position += size;
        }
        return out.toByteArray();
    }

    private int unsigned() {
        int value = 0;
        int shift = 0;
        while (true) {
            byte next = module[position++];
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
            shift += 7;
        }
    }

    private static void writeUnsigned(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest >>> 7 != 0) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
