package dev.fairlead.wasm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes small modules byte by byte, so that tests say exactly what is in them.
final class WasmWriter {
    static final int I32 = 0x7f;
    static final int I64 = 0x7e;

    private final List<byte[]> types = new ArrayList<>();
    private final List<byte[]> imports = new ArrayList<>();
    private final List<byte[]> functions = new ArrayList<>();
    private final List<byte[]> tables = new ArrayList<>();
    private final List<byte[]> memories = new ArrayList<>();
    private final List<byte[]> globals = new ArrayList<>();
    private final List<byte[]> exports = new ArrayList<>();
    private final List<byte[]> elements = new ArrayList<>();
    private final List<byte[]> bodies = new ArrayList<>();
    private final List<byte[]> data = new ArrayList<>();

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] unsigned(long value) {
        var out = new ByteArrayOutputStream();
        long rest = value;
        while (rest >>> 7 != 0) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
        return out.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] name(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return join(unsigned(bytes.length), bytes);
    }

    int type(int[] parameters, int... results) {
        types.add(
                join(
                        bytes(0x60, parameters.length),
                        bytes(parameters),
                        bytes(results.length),
                        bytes(results)));
        return types.size() - 1;
    }

    WasmWriter importFunction(String module, String name, int type) {
        imports.add(join(name(module), name(name), bytes(0), unsigned(type)));
        return this;
    }

    /// `code` without its final `end`; no locals.
    int function(int type, byte[]... code) {
        functions.add(unsigned(type));
        byte[] body = join(bytes(0), join(code), bytes(0x0b));
        bodies.add(join(unsigned(body.length), body));
        return imports.size() + functions.size() - 1;
    }

    WasmWriter exported(String name, int type, byte[]... code) {
        int index = function(type, code);
        exports.add(join(name(name), bytes(0), unsigned(index)));
        return this;
    }

    WasmWriter table(long least) {
        tables.add(join(bytes(0x70, 0), unsigned(least)));
        return this;
    }

    WasmWriter memory(long pages) {
        memories.add(join(bytes(0), unsigned(pages)));
        exports.add(join(name("memory"), bytes(2, 0)));
        return this;
    }

    WasmWriter global(int value) {
        globals.add(bytes(I32, 1, 0x41, value, 0x0b));
        return this;
    }

    WasmWriter element(int... indices) {
        elements.add(join(bytes(0, 0x41, 0, 0x0b, indices.length), bytes(indices)));
        return this;
    }

    WasmWriter data(int offset, String text) {
        data.add(join(bytes(0, 0x41), unsigned(offset), bytes(0x0b), name(text)));
        return this;
    }

    WasmWriter passiveData(String text) {
        data.add(join(bytes(1), name(text)));
        return this;
    }

    byte[] write() {
        return join(
                bytes(0, 'a', 's', 'm', 1, 0, 0, 0),
                section(1, types),
                section(2, imports),
                section(3, functions),
                section(4, tables),
                section(5, memories),
                section(6, globals),
                section(7, exports),
                section(9, elements),
                data.isEmpty() ? bytes() : join(bytes(12, 1, data.size())),
                section(10, bodies),
                section(11, data));
    }

    private static byte[] section(int id, List<byte[]> entries) {
        if (entries.isEmpty()) {
            return new byte[0];
        }
        byte[] content = join(unsigned(entries.size()), join(entries.toArray(byte[][]::new)));
        return join(bytes(id), unsigned(content.length), content);
    }
}
