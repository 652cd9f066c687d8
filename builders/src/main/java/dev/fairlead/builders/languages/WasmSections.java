package dev.fairlead.builders.languages;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/// Reads the names that a module exports as functions, and nothing else. Throws
/// `IllegalArgumentException` for bytes that are no module.
final class WasmSections {
    private static final int HEADER_BYTES = 8;
    private static final int EXPORT_SECTION = 7;
    private static final int FUNCTION = 0;

    private final byte[] module;
    private int position = HEADER_BYTES;

    private WasmSections(byte[] module) {
        this.module = module;
    }

    static Set<String> exportedFunctions(byte[] module) {
        try {
            return new WasmSections(module).read();
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("it ends too early", e);
        }
    }

    private Set<String> read() {
        while (position < module.length) {
            int id = module[position++];
            int size = unsigned();
            if (size < 0 || size > module.length - position) {
                throw new IllegalArgumentException("a section is longer than the module");
            }
            if (id == EXPORT_SECTION) {
                return exports();
            }
            position += size;
        }
        return Set.of();
    }

    private Set<String> exports() {
        Set<String> names = new LinkedHashSet<>();
        int count = unsigned();
        for (int i = 0; i < count; i++) {
            int length = unsigned();
            String name = new String(module, position, length, StandardCharsets.UTF_8);
            position += length;
            int kind = module[position++];
            unsigned();
            if (kind == FUNCTION) {
                names.add(name);
            }
        }
        return names;
    }

    private int unsigned() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = module[position++];
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number is too long");
    }
}
