package dev.fairlead.wasm;

import static dev.fairlead.wasm.WasmWriter.I32;
import static dev.fairlead.wasm.WasmWriter.I64;
import static dev.fairlead.wasm.WasmWriter.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.testkit.guests.Asking;
import dev.fairlead.testkit.guests.Heard;
import dev.fairlead.wasm.compile.CompilerSettings;
import dev.fairlead.wasm.compile.LoadedModule;
import dev.fairlead.wasm.compile.ModuleCache;
import dev.fairlead.wasm.memory.PageBudget;
import dev.fairlead.wasm.module.GuestCall;
import dev.fairlead.wasm.module.GuestInstance;
import dev.fairlead.wasm.module.GuestModule;
import dev.fairlead.wasm.module.LiveSources;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;

class IsolationTest {
    private static final int PAGE = 65_536;
    private static final int PAGES = 2;

    private @TempDir Path directory;

    /// Everything a guest can change, as one export each.
    private static WasmWriter module() {
        var wasm = new WasmWriter();
        int none = wasm.type(new int[] {});
        int store = wasm.type(new int[] {I32, I32});
        int storeLong = wasm.type(new int[] {I32, I64});
        int one = wasm.type(new int[] {I32}, I32);
        int get = wasm.type(new int[] {}, I32);
        int set = wasm.type(new int[] {I32});
        int three = wasm.type(new int[] {I32, I32, I32});
        return wasm.memory(PAGES)
                .global(7)
                .table(4)
                .data(4090, "data across a block")
                .passiveData("passive")
                .exported("i8", store, bytes(0x20, 0, 0x20, 1, 0x3a, 0, 0))
                .exported("i16", store, bytes(0x20, 0, 0x20, 1, 0x3b, 0, 0))
                .exported("i32", store, bytes(0x20, 0, 0x20, 1, 0x36, 0, 0))
                .exported("i64", storeLong, bytes(0x20, 0, 0x20, 1, 0x37, 0, 0))
                .exported("fill", three, bytes(0x20, 0, 0x20, 1, 0x20, 2, 0xfc, 11, 0))
                .exported("copy", three, bytes(0x20, 0, 0x20, 1, 0x20, 2, 0xfc, 10, 0, 0))
                .exported("init", three, bytes(0x20, 0, 0x20, 1, 0x20, 2, 0xfc, 8, 1, 0))
                .exported("grow", one, bytes(0x20, 0, 0x40, 0))
                .exported("size", get, bytes(0x3f, 0))
                .exported("setGlobal", set, bytes(0x20, 0, 0x24, 0))
                .exported("getGlobal", get, bytes(0x23, 0))
                .exported("nothing", none);
    }

    private GuestModule load(byte[] wasm, ModuleCache cache) throws Exception {
        Path file = directory.resolve("module.wasm");
        Files.write(file, wasm);
        LoadedModule loaded = cache.load(ContentHash.of(wasm), file);
        return new GuestModule(loaded, 64L << 20, new PageBudget(10_000));
    }

    private static GuestCall call() {
        return new GuestCall(
                Asking.get("/", ""), new Heard(), Asking.limits(), new LiveSources(Instant.EPOCH));
    }

    @Test
    void nothing_is_carried_from_one_call_to_the_next() throws Exception {
        // Given
        long seed = new Random().nextLong();
        System.out.println("isolation seed " + seed);
        var random = new Random(seed);
        try (var cache = new ModuleCache(CompilerSettings.of(TestBed.CACHE))) {
            GuestModule module = load(module().write(), cache);
            GuestInstance instance = module.instantiate(call(), _ -> List.of());
            var changes = new Changes(module, instance, random);
            instance.snapshot();
            byte[] before = instance.memory().readBytes(0, PAGES * PAGE);
            // When
            int carriedOver = 0;
            for (int i = 0; i < 25_000; i++) {
                int count = random.nextInt(8);
                for (int change = 0; change < count; change++) {
                    changes.one();
                }
                instance.reset();
                boolean same =
                        instance.memory().pages() == PAGES
                                && changes.global() == 7
                                && java.util.Arrays.equals(
                                        before, instance.memory().readBytes(0, PAGES * PAGE))
                                && changes.grownPageIsZero();
                instance.reset();
                carriedOver += same ? 0 : 1;
            }
            // Then
            assertThat(module.freshEachTime()).isFalse();
            assertThat(carriedOver).isZero();
            assertThat(changes.made()).isGreaterThan(50_000);
        }
    }

    @Test
    void an_instance_made_from_a_snapshot_equals_the_first() throws Exception {
        // Given
        var random = new Random(42);
        try (var cache = new ModuleCache(CompilerSettings.of(TestBed.CACHE))) {
            GuestModule module = load(module().write(), cache);
            GuestInstance first = module.instantiate(call(), _ -> List.of());
            var changes = new Changes(module, first, random);
            for (int i = 0; i < 200; i++) {
                changes.one();
            }
            var snapshot = first.snapshot();
            // When
            GuestInstance second = module.instantiate(call(), _ -> List.of());
            second.become(snapshot);
            // Then
            int length = first.memory().pages() * PAGE;
            assertThat(second.memory().pages()).isEqualTo(first.memory().pages());
            assertThat(second.memory().readBytes(0, length))
                    .isEqualTo(first.memory().readBytes(0, length));
            assertThat(new Changes(module, second, random).global()).isEqualTo(changes.global());
        }
    }

    @Test
    void modules_that_change_tables_or_segments_get_a_new_instance_each_time() throws Exception {
        // Given
        byte[] dropsData = module().exported("drop", 0, bytes(0xfc, 9, 1)).write();
        byte[] dropsElements = module().element(0).exported("drop", 0, bytes(0xfc, 13, 0)).write();
        byte[] growsTable =
                module().exported("more", 0, bytes(0xd0, 0x70, 0x41, 1, 0xfc, 15, 0, 0x1a)).write();
        byte[] setsTable = module().exported("set", 0, bytes(0x41, 0, 0xd0, 0x70, 0x26, 0)).write();
        try (var cache = new ModuleCache(CompilerSettings.of(TestBed.CACHE))) {
            for (byte[] wasm : List.of(dropsData, dropsElements, growsTable, setsTable)) {
                // When
                GuestModule module = load(wasm, cache);
                // Then
                assertThat(module.freshEachTime()).isTrue();
            }
        }
    }

    @Test
    void a_table_that_one_instance_grew_is_small_in_the_next() throws Exception {
        // Given
        var wasm = module();
        int get = wasm.type(new int[] {}, I32);
        byte[] growsTable =
                wasm.exported("more", get, bytes(0xd0, 0x70, 0x41, 1, 0xfc, 15, 0))
                        .exported("entries", get, bytes(0xfc, 16, 0))
                        .write();
        try (var cache = new ModuleCache(CompilerSettings.of(TestBed.CACHE))) {
            GuestModule module = load(growsTable, cache);
            int more = module.function("more").orElseThrow();
            int entries = module.function("entries").orElseThrow();
            GuestInstance first = module.instantiate(call(), _ -> List.of());
            first.call(more);
            // When
            GuestInstance second = module.instantiate(call(), _ -> List.of());
            // Then
            assertThat(first.call(entries)).isEqualTo(5);
            assertThat(second.call(entries)).isEqualTo(4);
        }
    }

    /// Random changes through the module's own exports.
    private static final class Changes {
        private static final List<String> KINDS =
                List.of("i8", "i16", "i32", "i64", "fill", "copy", "init", "grow", "setGlobal");

        private final GuestModule module;
        private final GuestInstance instance;
        private final Random random;
        private int made;

        Changes(GuestModule module, GuestInstance instance, Random random) {
            this.module = module;
            this.instance = instance;
            this.random = random;
        }

        int made() {
            return made;
        }

        long global() {
            return call("getGlobal");
        }

        boolean grownPageIsZero() {
            int from = instance.memory().pages() * PAGE;
            call("grow", 1);
            byte[] page = instance.memory().readBytes(from, PAGE);
            for (byte b : page) {
                if (b != 0) {
                    return false;
                }
            }
            return true;
        }

        void one() {
            made++;
            int end = instance.memory().pages() * PAGE;
            // Every third store lies across the edge of a block.
            int at =
                    random.nextInt(3) == 0
                            ? Math.min(end - 8, (1 + random.nextInt(end / 4096)) * 4096 - 3)
                            : random.nextInt(end - 8);
            String kind = KINDS.get(random.nextInt(KINDS.size()));
            switch (kind) {
                case "fill" -> call(kind, at, 0xab, random.nextInt(Math.min(9000, end - at)));
                case "copy" -> call(kind, at, random.nextInt(end - 9000), 8);
                case "init" -> call(kind, at, 0, 7);
                case "grow" -> call(kind, random.nextInt(3));
                case "setGlobal" -> call(kind, random.nextInt());
                default -> call(kind, at, random.nextLong());
            }
        }

        private long call(String name, long... arguments) {
            return instance.call(module.function(name).orElseThrow(), arguments);
        }
    }
}
